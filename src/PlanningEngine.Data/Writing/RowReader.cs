using System.Collections;
using System.Data.Common;

namespace PlanningEngine.Data.Writing;

/// <summary>Shows entities as a forward-only reader, which is what SqlBulkCopy wants to be fed with.</summary>
internal sealed class RowReader<T>(BulkPlan<T> plan, IEnumerable<T> rows) : DbDataReader
    where T : class
{
    private readonly IEnumerator<T> _rows = rows.GetEnumerator();
    private readonly Dictionary<string, int> _ordinals = plan.Columns.Select((c, i) => (c.Name, i)).ToDictionary(StringComparer.Ordinal);
    private bool _closed;

    public long RowsRead { get; private set; }

    public override int FieldCount => plan.Columns.Count;

    public override bool HasRows => true;

    public override bool IsClosed => _closed;

    public override int Depth => 0;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read()
    {
        if (!_rows.MoveNext())
            return false;
        RowsRead++;
        return true;
    }

    public override bool NextResult() => false;

    public override object GetValue(int ordinal) => plan.Columns[ordinal].Read(_rows.Current);

    public override bool IsDBNull(int ordinal) => GetValue(ordinal) is DBNull;

    public override string GetName(int ordinal) => plan.Columns[ordinal].Name;

    public override int GetOrdinal(string name) => _ordinals[name];

    public override Type GetFieldType(int ordinal) => plan.Columns[ordinal].ProviderType;

    public override string GetDataTypeName(int ordinal) => plan.Columns[ordinal].Mapping.StoreType;

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    public override bool GetBoolean(int ordinal) => (bool)GetValue(ordinal);

    public override byte GetByte(int ordinal) => (byte)GetValue(ordinal);

    public override char GetChar(int ordinal) => (char)GetValue(ordinal);

    public override DateTime GetDateTime(int ordinal) => (DateTime)GetValue(ordinal);

    public override decimal GetDecimal(int ordinal) => (decimal)GetValue(ordinal);

    public override double GetDouble(int ordinal) => (double)GetValue(ordinal);

    public override float GetFloat(int ordinal) => (float)GetValue(ordinal);

    public override Guid GetGuid(int ordinal) => (Guid)GetValue(ordinal);

    public override short GetInt16(int ordinal) => (short)GetValue(ordinal);

    public override int GetInt32(int ordinal) => (int)GetValue(ordinal);

    public override long GetInt64(int ordinal) => (long)GetValue(ordinal);

    public override string GetString(int ordinal) => (string)GetValue(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Copy((byte[])GetValue(ordinal), dataOffset, buffer, bufferOffset, length);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy(((string)GetValue(ordinal)).ToCharArray(), dataOffset, buffer, bufferOffset, length);

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override void Close()
    {
        if (_closed)
            return;
        _closed = true;
        _rows.Dispose();
    }

    private static long Copy<TItem>(TItem[] source, long from, TItem[]? target, int at, int length)
    {
        if (target is null)
            return source.Length;
        var count = (int)Math.Min(length, source.Length - from);
        Array.Copy(source, from, target, at, count);
        return count;
    }
}
