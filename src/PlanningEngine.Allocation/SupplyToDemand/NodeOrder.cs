namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>The sources or demands that take part, sorted by id.</summary>
/// <param name="Input">Position in the input of each.</param>
/// <param name="Place">For each position in the input its place here, -1 where it takes no part.</param>
internal sealed record NodeOrder(int[] Input, int[] Place)
{
    public int Count => Input.Length;

    public static NodeOrder Of(IEnumerable<string> ids, Func<int, bool> takesPart)
    {
        var names = ids.ToArray();
        var input = Enumerable.Range(0, names.Length).Where(takesPart).ToArray();
        Array.Sort(input, (left, right) => string.CompareOrdinal(names[left], names[right]));
        var place = new int[names.Length];
        Array.Fill(place, -1);
        for (var i = 0; i < input.Length; i++)
            place[input[i]] = i;
        return new NodeOrder(input, place);
    }

    public long[] Select(Func<int, long> quantity) => Array.ConvertAll(Input, i => quantity(i));
}
