using Spectre.Console;

namespace PlanningEngine.Cli.Terminal;

/// <summary>Where planctl writes: results to the output, progress and errors beside it. Plain text when it is redirected.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Progress, notes and errors.</param>
/// <param name="isInteractive">Whether a person looks at it: colours, bars and tables with lines.</param>
internal sealed class Screen(TextWriter output, TextWriter error, bool isInteractive)
{
    private readonly Lock _gate = new();

    /// <summary>The screen of this process.</summary>
    public static Screen OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected && !Console.IsErrorRedirected);

    /// <summary>Results.</summary>
    public TextWriter Output => output;

    /// <summary>Writes a line of the result.</summary>
    public void Line(string text = "") => output.WriteLine(text);

    /// <summary>Writes a line that is not part of the result.</summary>
    public void Note(string text)
    {
        lock (_gate)
            error.WriteLine(text);
    }

    /// <summary>Writes an error.</summary>
    public void Error(string text)
    {
        lock (_gate)
        {
            if (isInteractive)
                AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }).MarkupLineInterpolated($"[red]{text}[/]");
            else
                error.WriteLine(text);
        }
    }

    /// <summary>Writes a table; numbers are the caller's to format.</summary>
    public void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.ToArray();
        if (isInteractive)
        {
            var table = new Table { Border = TableBorder.Rounded };
            foreach (var column in header)
                table.AddColumn(new TableColumn(Markup.Escape(column)));
            foreach (var row in all)
                table.AddRow([.. row.Select(Markup.Escape)]);
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
            return;
        }

        var widths = header.Select((h, i) => all.Select(r => r[i].Length).Append(h.Length).Max()).ToArray();
        foreach (var row in all.Prepend(header))
            output.WriteLine(string.Join("  ", row.Select((cell, i) => i == header.Count - 1 ? cell : cell.PadRight(widths[i]))).TrimEnd());
    }

    /// <summary>Does work that reports its progress: bars for a person, a line per finished part otherwise.</summary>
    public async Task<T> ProgressAsync<T>(Func<IProgressView, Task<T>> work)
    {
        if (!isInteractive)
            return await work(new PlainProgress(this));
        return await AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }).Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(async context => await work(new BarProgress(context)));
    }

    private sealed class PlainProgress(Screen screen) : IProgressView
    {
        private readonly HashSet<string> _finished = new(StringComparer.Ordinal);

        public void Report(string part, double share, string note)
        {
            if (share >= 1 && _finished.Add(part))
                screen.Note(note.Length == 0 ? part : $"{part}: {note}");
        }
    }

    private sealed class BarProgress(ProgressContext context) : IProgressView
    {
        private readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);

        public void Report(string part, double share, string note)
        {
            if (!_tasks.TryGetValue(part, out var task))
                _tasks[part] = task = context.AddTask(Markup.Escape(part), maxValue: 1);
            task.Value = share;
            task.Description = Markup.Escape(note.Length == 0 ? part : $"{part}: {note}");
        }
    }
}

/// <summary>Takes the progress of work.</summary>
internal interface IProgressView
{
    /// <summary>Reports a part's progress.</summary>
    /// <param name="part">The part, such as a file.</param>
    /// <param name="share">Share done, 0 to 1.</param>
    /// <param name="note">What else there is to say.</param>
    void Report(string part, double share, string note);
}
