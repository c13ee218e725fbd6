using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace PlanningEngine.Benchmarks;

/// <summary>Accuracy on M3 against speed: one point per method, filled where no other is better at both, beside what is published and what R reaches.</summary>
internal static class AccuracyPicture
{
    private const int Width = 1100;
    private const int Height = 720;
    private const string Font = "DejaVu Sans";
    private const float FontSize = 15;
    private const float Dot = 10;

    /// <summary>Pixels above and below a line that names keep out of.</summary>
    private const float LineRoom = 3;

    /// <summary>Pixels around a point's centre where another point's name might be taken for its own.</summary>
    private const float Halo = 15;
    private const float PriceOfHalo = 0.03f;

    /// <summary>How dear crossing a line is to a name, against covering a point or another name.</summary>
    private const float PriceOfLine = 0.02f;

    /// <summary>Pixels around the axes.</summary>
    private static readonly PixelPadding Margin = new(left: 70, right: 45, bottom: 65, top: 45);

    /// <summary>sMAPE where the axis ends; a method beyond stands at its end, with its value.</summary>
    private const double WorstDrawn = 17.5;

    /// <summary>Powers of ten that the speeds lie between, at least.</summary>
    private const int SlowestPower = 0;
    private const int FastestPower = 6;

    private static readonly Color Ours = Colors.Navy;
    private static readonly Color Beaten = Colors.SteelBlue;
    private static readonly Color Others = Colors.FireBrick;

    /// <summary>R's ets on all 3,003 series took 792 CPU seconds.</summary>
    private static readonly MethodOnM3 EtsInR = new("R ets", 13.34, 3003 / 792.0);

    /// <summary>Accuracies whose speed was not measured on M3.</summary>
    private static readonly (string Name, double Smape)[] Lines = [("R thetaf", 13.06), ("mean of R ets and R thetaf", 12.76), ("N-BEATS ensemble, published", 12.46)];

    /// <summary>Draws the picture.</summary>
    /// <param name="path">File to write, ending in .svg or .png.</param>
    /// <param name="methods">What was measured.</param>
    internal static void Save(string path, IReadOnlyList<MethodOnM3> methods)
    {
        using var plot = new Plot();
        plot.Font.Set(Font);
        var bounds = new CoordinateRect(
            Math.Min(SlowestPower, Math.Floor(methods.Min(m => Math.Log10(m.Speed)))), Math.Max(FastestPower, Math.Ceiling(methods.Max(m => Math.Log10(m.Speed)))),
            Math.Min(12, Math.Floor(methods.Min(m => m.Smape))), WorstDrawn + 0.2);
        Axes(plot, bounds);

        var area = new PixelRect(Margin.Left, Width - Margin.Right, Height - Margin.Bottom, Margin.Top);
        Pixel At(double x, double y) => new(area.Left + (x - bounds.Left) / bounds.Width * area.Width, area.Bottom - (y - bounds.Bottom) / bounds.Height * area.Height);
        var places = new LabelPlaces(area);
        foreach (var (name, smape) in Lines)
        {
            plot.Add.HorizontalLine(smape, 1, Others, LinePattern.Dashed);
            var height = At(0, smape).Y;
            places.Take(new PixelRect(area.Left, area.Right, height + LineRoom, height - LineRoom), PriceOfLine);
            var text = $"{name}: {smape.ToString("0.00", CultureInfo.InvariantCulture)}";
            Write(plot, text, bounds.Left, smape, new Pixel(6, -SizeOf(text).Height), Others);
        }

        MethodOnM3[] all = [.. methods.OrderBy(m => m.Smape), EtsInR];
        foreach (var method in all)
        {
            var at = At(Math.Log10(method.Speed), Math.Min(method.Smape, WorstDrawn));
            places.Take(new PixelRect(at, Dot / 2 + 1));
            places.Take(new PixelRect(at, Halo), PriceOfHalo);
        }

        foreach (var method in all)
            Draw(plot, method, methods, places, At);
        if (Path.GetExtension(path) == ".svg")
            plot.SaveSvg(path, Width, Height);
        else
            plot.SavePng(path, Width, Height);
    }

    private static void Axes(Plot plot, CoordinateRect bounds)
    {
        plot.Axes.SetLimits(bounds);
        plot.Layout.Fixed(Margin);
        int[] powers = [.. Enumerable.Range((int)bounds.Left, (int)bounds.Width + 1)];
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. powers.Select(p => (double)p)], [.. powers.Select(p => Math.Pow(10, p).ToString("#,0.####", CultureInfo.InvariantCulture))]);
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = FontSize;
        plot.Axes.Bottom.Label.FontSize = plot.Axes.Left.Label.FontSize = FontSize + 1;
        plot.XLabel("series per second and core");
        plot.YLabel("sMAPE in %, all of M3");
        plot.Title("Better is lower and further right; filled: no other method is better at both", FontSize + 1);
    }

    private static void Draw(Plot plot, MethodOnM3 method, IReadOnlyList<MethodOnM3> methods, LabelPlaces places, Func<double, double, Pixel> at)
    {
        var (x, y) = (Math.Log10(method.Speed), Math.Min(method.Smape, WorstDrawn));
        var isOurs = method != EtsInR;
        var isBeaten = isOurs && methods.Any(method.IsBeatenBy);
        var color = !isOurs ? Others : isBeaten ? Beaten : Ours;
        var text = method.Smape > WorstDrawn ? $"{method.Name}: {method.Smape.ToString("0.0", CultureInfo.InvariantCulture)}" : method.Name;
        var point = at(x, y);
        var place = places.Find(point, SizeOf(text));
        var offset = new Pixel(place.Left - point.X, place.Top - point.Y);

        var shape = method.Smape > WorstDrawn ? MarkerShape.FilledTriangleUp : isBeaten ? MarkerShape.OpenCircle : MarkerShape.FilledCircle;
        var marker = plot.Add.Marker(x, y, shape, Dot, color);
        marker.LineWidth = 1.5f;
        Write(plot, text, x, y, offset, color);
    }

    private static void Write(Plot plot, string text, double x, double y, Pixel offset, Color color)
    {
        var label = plot.Add.Text(text, x, y);
        (label.OffsetX, label.OffsetY) = (offset.X, offset.Y);
        label.LabelAlignment = Alignment.UpperLeft;
        (label.LabelFontName, label.LabelFontSize, label.LabelFontColor, label.LabelPadding) = (Font, FontSize, color, 0);
    }

    private static PixelSize SizeOf(string text)
    {
        using var paint = Paint.NewDisposablePaint();
        return new LabelStyle { Text = text, FontName = Font, FontSize = FontSize }.Measure(text, paint).Size;
    }
}
