namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>What is still possible at a node of the search: the agents of each job, and the agents that must be open.</summary>
internal sealed class Domain
{
    private readonly AssignmentModel _model;
    private readonly bool[] _allowed;
    private readonly int[] _choices;
    private readonly bool[] _mustOpen;

    public Domain(AssignmentModel model)
    {
        _model = model;
        _allowed = new bool[model.Cost.Length];
        _choices = new int[model.Jobs];
        _mustOpen = new bool[model.Agents];
        for (var pair = 0; pair < _allowed.Length; pair++)
        {
            if (model.Load[pair] > model.Capacity[pair / model.Jobs])
                continue;
            _allowed[pair] = true;
            _choices[pair % model.Jobs]++;
        }
    }

    public Domain(Domain other)
    {
        _model = other._model;
        _allowed = (bool[])other._allowed.Clone();
        _choices = (int[])other._choices.Clone();
        _mustOpen = (bool[])other._mustOpen.Clone();
    }

    /// <summary>Number of agents each job can go to.</summary>
    public ReadOnlySpan<int> Choices => _choices;

    public ReadOnlySpan<bool> AllowedBy(int agent) => _allowed.AsSpan(agent * _model.Jobs, _model.Jobs);

    public bool Allows(int agent, int job) => _allowed[agent * _model.Jobs + job];

    public bool IsForced(int agent, int job) => _choices[job] == 1 && Allows(agent, job);

    public bool MustOpen(int agent) => _mustOpen[agent];

    public void Open(int agent) => _mustOpen[agent] = true;

    /// <summary>Takes a pair away.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Forbid(int agent, int job)
    {
        ref var allowed = ref _allowed[agent * _model.Jobs + job];
        if (!allowed)
            return false;
        allowed = false;
        _choices[job]--;
        return true;
    }

    /// <summary>Agent of a job that has one choice only.</summary>
    public int OnlyAgent(int job)
    {
        for (var agent = 0; agent < _model.Agents; agent++)
        {
            if (Allows(agent, job))
                return agent;
        }

        return -1;
    }

    /// <summary>Takes away what no longer fits beside the forced jobs, until nothing changes.</summary>
    /// <returns>False when a job has no agent left, an agent is overfull, or too many must be open.</returns>
    public bool Propagate()
    {
        var changed = true;
        while (changed)
        {
            changed = false;
            var open = 0;
            for (var agent = 0; agent < _model.Agents; agent++)
            {
                var room = _model.Capacity[agent];
                for (var job = 0; job < _model.Jobs; job++)
                {
                    if (!IsForced(agent, job))
                        continue;
                    room -= _model.Load[agent * _model.Jobs + job];
                    _mustOpen[agent] = true;
                }

                if (room < 0)
                    return false;
                open += _mustOpen[agent] ? 1 : 0;
                for (var job = 0; job < _model.Jobs; job++)
                {
                    if (_choices[job] > 1 && _model.Load[agent * _model.Jobs + job] > room && Forbid(agent, job))
                        changed = true;
                }
            }

            if (open > _model.OpenLimit)
                return false;
            if (open == _model.OpenLimit && _model.LimitsOpen)
                changed |= CloseTheRest();
            if (_choices.AsSpan().Contains(0))
                return false;
        }

        return true;
    }

    private bool CloseTheRest()
    {
        var changed = false;
        for (var agent = 0; agent < _model.Agents; agent++)
        {
            for (var job = 0; job < _model.Jobs && !_mustOpen[agent]; job++)
                changed |= Forbid(agent, job);
        }

        return changed;
    }
}
