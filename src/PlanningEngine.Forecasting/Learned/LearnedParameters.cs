using System.Security.Cryptography;
using System.Text.Json;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Models.Pretrained;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Learned;

/// <summary>
/// What was learned before anything was shipped: weights of methods by features of the series, the calibration of stateless calls, and small networks. One file holds it, the same for every data set; the command in it builds it anew from
/// generated series and from windows inside the training values of public collections.
/// </summary>
/// <param name="Command">The command that wrote it.</param>
/// <param name="Windows">Number of windows it was learned from.</param>
/// <param name="Weights">Weights of methods.</param>
/// <param name="Spread">Calibration of spreads.</param>
/// <param name="Networks">Networks of the method <c>pretrained</c>.</param>
internal sealed record LearnedParameters(string Command, int Windows, FeatureWeights Weights, SpreadCalibration Spread, PretrainedNetworks Networks)
{
    private const string Resource = "PlanningEngine.Forecasting.Learned.learned.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", RespectRequiredConstructorParameters = true, Converters = { new HalfPrecision() } };

    private static readonly Lazy<byte[]> File = new(() =>
    {
        using var stream = typeof(LearnedParameters).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    private static readonly Lazy<LearnedParameters> Loaded = new(() => Parse(File.Value));

    /// <summary>What is in the file that ships.</summary>
    internal static LearnedParameters Shipped => Loaded.Value;

    /// <summary>SHA-256 of the file that ships.</summary>
    internal static string Fingerprint => FingerprintOf(File.Value);

    /// <summary>SHA-256 of a file, in lower case.</summary>
    internal static string FingerprintOf(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file));

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="InvalidDataException">It breaks an invariant; all that it breaks are named.</exception>
    internal static LearnedParameters Parse(ReadOnlySpan<byte> file)
    {
        var parameters = JsonSerializer.Deserialize<LearnedParameters>(file, Format) ?? throw new InvalidDataException("The file of learned parameters is empty.");
        string[] violations = [.. parameters.Weights.Violations(), .. parameters.Spread.Violations(), .. parameters.Networks.Violations()];
        return violations.Length == 0
            ? parameters
            : throw new InvalidDataException($"The file of learned parameters cannot be used: {string.Join("; ", violations)}. Maybe build it anew by: {parameters.Command}");
    }

    /// <summary>The bytes of the file.</summary>
    internal byte[] ToFile() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Format), (byte)'\n'];
}
