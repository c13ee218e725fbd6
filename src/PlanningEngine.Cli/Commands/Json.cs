using Google.Protobuf;
using PlanningEngine.Cli.Terminal;

namespace PlanningEngine.Cli.Commands;

/// <summary>Writes messages as JSON, one a line, as protobuf's JSON mapping has them.</summary>
internal static class Json
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <summary>Writes a message on a line of its own.</summary>
    public static void Write(Screen screen, IMessage message) => screen.Line(Formatter.Format(message));
}
