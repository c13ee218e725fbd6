namespace PlanningEngine.Tests;

/// <summary>Compares a text with an approved file of the repository, which a change must be reviewed in.</summary>
internal static class Approval
{
    /// <param name="text">What the tests got.</param>
    /// <param name="file">The approved file, relative to the repository; a mismatch leaves the new text beside it as NAME.received.EXTENSION.</param>
    public static void Verify(string text, string file)
    {
        var approved = Repository.PathOf(file);
        var received = Path.ChangeExtension(approved, ".received" + Path.GetExtension(file));
        var normal = text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n").TrimEnd() + "\n" == normal)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, normal);
        Assert.Fail($"{file} is not what was approved. Compare it with {received}, and rename that file over it when the change is meant.");
    }
}
