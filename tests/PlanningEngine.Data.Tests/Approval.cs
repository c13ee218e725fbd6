using System.Runtime.CompilerServices;

namespace PlanningEngine.Data.Tests;

/// <summary>Compares a text with the approved file beside the tests; a mismatch leaves the new text there as NAME.received.EXTENSION.</summary>
internal static class Approval
{
    public static void Verify(string text, string file, [CallerFilePath] string test = "")
    {
        var approved = Path.Combine(Path.GetDirectoryName(test)!, "Approved", file);
        var received = Path.ChangeExtension(approved, ".received" + Path.GetExtension(file));
        var normal = text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n") == normal)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, normal);
        Assert.Fail($"{file} is not what was approved. Compare it with {received}, and rename that file over it when the change is meant.");
    }
}
