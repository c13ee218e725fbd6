namespace PlanningEngine.Allocation.Quotas;

/// <summary>Curves side by side in one array, summed in pairs like the runs of a merge sort; reused from node to node.</summary>
internal sealed class CurveBuffer
{
    private readonly List<(int End, double Start)> _runs = [];
    private CurvePoint[] _points = new CurvePoint[64];
    private CurvePoint[] _spare = [];
    private int _count;

    public void Clear()
    {
        _runs.Clear();
        _count = 0;
    }

    /// <summary>Begins a curve; <see cref="Push"/> adds its points.</summary>
    public void Begin(double start) => _runs.Add((_count, start));

    public void Push(CurvePoint point)
    {
        if (_count == _points.Length)
            Array.Resize(ref _points, 2 * _count);
        _points[_count++] = point;
        _runs[^1] = (_count, _runs[^1].Start);
    }

    public void Append(double start, ReadOnlySpan<CurvePoint> points)
    {
        if (_count + points.Length > _points.Length)
            Array.Resize(ref _points, Math.Max(2 * _points.Length, _count + points.Length));
        points.CopyTo(_points.AsSpan(_count));
        _count += points.Length;
        _runs.Add((_count, start));
    }

    /// <summary>Sums all curves into one and says how many points were merged.</summary>
    public long MergeAll()
    {
        var work = (long)_count;
        if (_spare.Length < _points.Length)
            _spare = new CurvePoint[_points.Length];
        while (_runs.Count > 1)
        {
            work += _count;
            MergePairs();
        }

        return work;
    }

    /// <summary>The one curve that is left.</summary>
    public ResponseCurve ToCurve() => new(_runs[0].Start, _points[.._count]);

    private void MergePairs()
    {
        var (from, to, kept) = (0, 0, 0);
        for (var run = 0; run < _runs.Count; run += 2)
        {
            var (end, start) = _runs[run];
            if (run + 1 == _runs.Count)
            {
                _points.AsSpan(from, end - from).CopyTo(_spare.AsSpan(to));
                to += end - from;
            }
            else
            {
                var (second, secondStart) = _runs[run + 1];
                to += ResponseCurve.Add(start, _points.AsSpan(from, end - from), secondStart, _points.AsSpan(end, second - end), _spare.AsSpan(to));
                (end, start) = (second, start + secondStart);
            }

            _runs[kept++] = (to, start);
            from = end;
        }

        _runs.RemoveRange(kept, _runs.Count - kept);
        (_points, _spare, _count) = (_spare, _points, to);
    }
}
