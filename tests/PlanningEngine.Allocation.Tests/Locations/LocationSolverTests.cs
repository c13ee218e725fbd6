using PlanningEngine.Allocation.Assignment;
using PlanningEngine.Allocation.Locations;

namespace PlanningEngine.Allocation.Tests.Locations;

public sealed class LocationSolverTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public void Solve_TinyProblems_EqualsBruteForce()
    {
        var infeasible = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var problem = Some(seed, sites: 2 + seed % 4, customers: 2 + seed % 6, slack: 1 + seed % 4 * 0.2);
            var best = Best(problem);
            var result = LocationSolver.Solve(problem, cancellationToken: Ct);
            Assert.Equal(best is null ? SolveStatus.Infeasible : SolveStatus.Optimal, result.Status);
            infeasible += best is null ? 1 : 0;
            if (best is null)
                continue;
            Assert.Equal(best, result.Objective);
            Assert.Equal(best, result.Bound);
            Assert.Equal(result.Objective, Length(problem, result.SiteOfCustomer));
            Assert.Equal(result.SiteOfCustomer.Distinct().Order(), result.OpenSites);
        }

        Assert.InRange(infeasible, 5, 250);
    }

    [Fact]
    public void Solve_HundredsStoppedAnywhere_KeepsCapacitiesAndBounds()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var problem = Some(seed, sites: 8, customers: 8, slack: 1.3);
            var stopped = LocationSolver.Solve(problem, new AssignmentSolverOptions { NodeLimit = seed % 4, Seed = seed }, new CancellationToken(seed % 2 == 0));
            if (stopped.Status is not (SolveStatus.Optimal or SolveStatus.Feasible))
                continue;
            Assert.Equal(stopped.Objective, Length(problem, stopped.SiteOfCustomer));
            var optimum = LocationSolver.Solve(problem, cancellationToken: Ct).Objective;
            Assert.InRange(optimum, stopped.Bound, stopped.Objective);
        }
    }

    [Fact]
    public void Solve_OneSite_ServesAllFromIt()
    {
        var result = LocationSolver.Solve(new LocationProblem(1, 3, [4, 0, 6], [1, 2, 3], [6], 1), cancellationToken: Ct);
        Assert.Equal((SolveStatus.Optimal, 10), (result.Status, result.Objective));
        Assert.Equal([0], result.OpenSites);
    }

    [Fact]
    public void Solve_SameSeed_SameAnswer()
    {
        var problem = Some(3, sites: 40, customers: 40, slack: 1.05);
        var options = new AssignmentSolverOptions { NodeLimit = 30 };
        var (one, other) = (LocationSolver.Solve(problem, options, Ct), LocationSolver.Solve(problem, options, Ct));
        Assert.Equal(one.SiteOfCustomer, other.SiteOfCustomer);
        Assert.Equal((one.Bound, one.Nodes), (other.Bound, other.Nodes));
    }

    [Fact]
    public void Validate_ManyMistakes_AllNamed()
    {
        var codes = LocationProblemValidator.Validate(new LocationProblem(2, 1, [-1, 1], [-1], [1, -1], 3)).Select(violation => violation.Code);
        Assert.Equal(["OUT_OF_RANGE", "NEGATIVE", "NEGATIVE", "NEGATIVE"], codes);
        Assert.Throws<InvalidProblemException>(() => LocationSolver.Solve(new LocationProblem(0, 0, [], [], [], 0), cancellationToken: Ct));
    }

    private static LocationProblem Some(int seed, int sites, int customers, double slack)
    {
        var random = new Random(seed);
        var points = Enumerable.Range(0, Math.Max(sites, customers)).Select(_ => (X: random.Next(100), Y: random.Next(100))).ToArray();
        var demand = Enumerable.Range(0, customers).Select(_ => (long)random.Next(1, 20)).ToArray();
        var open = 1 + random.Next(sites);
        var distance = from site in Enumerable.Range(0, sites)
                       from customer in Enumerable.Range(0, customers)
                       select (long)Math.Sqrt(Math.Pow(points[site].X - points[customer].X, 2) + Math.Pow(points[site].Y - points[customer].Y, 2));
        return new LocationProblem(sites, customers, [.. distance], demand, [.. Enumerable.Range(0, sites).Select(_ => (long)(slack * demand.Sum() / open) + random.Next(4))], open);
    }

    private static long Length(LocationProblem problem, IReadOnlyList<int> siteOfCustomer)
    {
        Assert.InRange(siteOfCustomer.Distinct().Count(), 1, problem.MostOpen);
        Assert.All(Enumerable.Range(0, problem.Sites), site =>
            Assert.True(problem.Capacity[site] >= Enumerable.Range(0, problem.Customers).Where(customer => siteOfCustomer[customer] == site).Sum(customer => problem.Demand[customer])));
        return Enumerable.Range(0, problem.Customers).Sum(customer => problem.Distance[siteOfCustomer[customer] * problem.Customers + customer]);
    }

    private static long? Best(LocationProblem problem)
    {
        var left = problem.Capacity.ToArray();
        var guests = new int[problem.Sites];
        long? best = null;
        Place(0, 0, 0);
        return best;

        void Place(int customer, int open, long length)
        {
            if (customer == problem.Customers)
            {
                best = Math.Min(best ?? long.MaxValue, length);
                return;
            }

            for (var site = 0; site < problem.Sites; site++)
            {
                var more = guests[site] == 0 ? 1 : 0;
                if (problem.Demand[customer] > left[site] || open + more > problem.MostOpen)
                    continue;
                guests[site]++;
                left[site] -= problem.Demand[customer];
                Place(customer + 1, open + more, length + problem.Distance[site * problem.Customers + customer]);
                left[site] += problem.Demand[customer];
                guests[site]--;
            }
        }
    }
}
