namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// The ids that have come by: while they ascend (letter by letter, or shorter ones first) the last one alone, else a number of 64 bits for each in 16 to 32 bytes. Two ids are taken for one with a
/// chance of one in forty million for a million ids; the file is then read as if its rows did not stand together, and answered alike.
/// </summary>
/// <param name="ascending">Whether ids are expected to ascend.</param>
internal sealed class SeenIds(bool ascending)
{
    private ulong[] _slots = [];
    private int _count;
    private string? _last;
    private bool _byLetters = true;
    private bool _byLength = true;

    /// <summary>Takes an id; false where it came by before, or does not ascend although ids were expected to.</summary>
    public bool Add(string id)
    {
        if (ascending)
            return Ascends(id);
        if (2 * (_count + 1) > _slots.Length)
            Grow();
        if (!Place(_slots, Code(id)))
            return false;
        _count++;
        return true;
    }

    private bool Ascends(string id)
    {
        if (_last is not null)
        {
            var later = string.CompareOrdinal(id, _last) > 0;
            _byLetters &= later;
            _byLength &= id.Length > _last.Length || (id.Length == _last.Length && later);
        }

        _last = id;
        return _byLetters || _byLength;
    }

    private void Grow()
    {
        var larger = new ulong[Math.Max(1024, 2 * _slots.Length)];
        foreach (var code in _slots)
            if (code != 0)
                Place(larger, code);
        _slots = larger;
    }

    private static bool Place(ulong[] slots, ulong code)
    {
        for (var slot = (int)(code % (uint)slots.Length); ; slot = slot + 1 == slots.Length ? 0 : slot + 1)
        {
            if (slots[slot] == code)
                return false;
            if (slots[slot] != 0)
                continue;
            slots[slot] = code;
            return true;
        }
    }

    /// <summary>A number of the id that is not 0, the same in every run (FNV-1a, then mixed).</summary>
    private static ulong Code(string id)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in id)
            hash = (hash ^ letter) * 1099511628211UL;
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93UL;
        return Math.Max(1, hash ^ (hash >> 32));
    }
}
