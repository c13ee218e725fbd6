using System.Globalization;
using Spectre.Console;

namespace PlanningEngine.Benchmarks;

/// <summary>Collects the figures of one benchmark; progress goes to the error stream, results to the output.</summary>
internal sealed class Report(string title)
{
    private readonly List<Figure> _figures = [];

    /// <summary>Whether every figure with a goal reaches it.</summary>
    public bool Holds => _figures.TrueForAll(f => f.Holds != false);

    /// <summary>Adds a figure.</summary>
    public void Add(Figure figure)
    {
        _figures.Add(figure);
        Progress($"{figure.Name}: {Figure.Text(figure.Value)} {figure.Unit}");
    }

    /// <summary>Says what is being done.</summary>
    public static void Progress(string text) => Console.Error.WriteLine($"  {text}");

    /// <summary>Prints a table of cells as it is.</summary>
    public static void Table(string caption, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Ascii : TableBorder.Rounded, Title = new TableTitle(Markup.Escape(caption)) };
        for (var i = 0; i < header.Count; i++)
            table.AddColumn(new TableColumn(Markup.Escape(header[i])) { Alignment = i == 0 ? Justify.Left : Justify.Right, NoWrap = true });
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        console.Profile.Width = Math.Max(console.Profile.Width, 140);
        console.Write(table);
    }

    /// <summary>Prints the table and the lines.</summary>
    public void Print()
    {
        Table(title, ["figure", "value", "unit", "peer", "ratio", "goal", "holds", "peer is"], _figures.Select(f => (IReadOnlyList<string>)
        [
            f.Name, Readable(f.Value), f.Unit, Readable(f.Peer), Figure.Text(f.Ratio), f.Goal.Length == 0 ? "-" : f.Goal, f.Holds switch { true => "yes", false => "no", null => "-" }, f.PeerName,
        ]));
        foreach (var figure in _figures)
            Console.WriteLine(figure.Line);
    }

    private static string Readable(double? number) =>
        number is { } n && Math.Abs(n) >= 1000 ? n.ToString("#,0", CultureInfo.InvariantCulture) : Figure.Text(number);
}
