using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PlanningEngine.Forecasting.Learned;

/// <summary>Many numbers in little space: two bytes each (IEEE 754 binary16, the lower first), in base 64.</summary>
internal sealed class HalfPrecision : JsonConverter<float[]>
{
    /// <inheritdoc />
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var bytes = reader.GetBytesFromBase64();
        var numbers = new float[bytes.Length / 2];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(2 * i));
        return numbers;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options)
    {
        var bytes = new byte[2 * value.Length];
        for (var i = 0; i < value.Length; i++)
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), (Half)value[i]);
        writer.WriteBase64StringValue(bytes);
    }
}
