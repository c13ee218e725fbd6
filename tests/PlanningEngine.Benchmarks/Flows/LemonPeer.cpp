// Solves one minimum-cost flow problem with LEMON's network simplex (https://lemon.cs.elte.hu, Debian package liblemon-dev).
// Reads the file named by its argument: int32 nodes, int32 arcs, int64 supply[nodes], int32 from[arcs], int32 to[arcs], int64 cost[arcs], int64 capacity[arcs].
// Prints: status (1 is optimal), cost, seconds of processor time to run, without reading and building.
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <cstdint>
#include <cstdio>
#include <ctime>
#include <vector>

static double processor_seconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

template <typename T>
static std::vector<T> read(std::FILE* file, std::size_t count) {
  std::vector<T> values(count);
  if (std::fread(values.data(), sizeof(T), count, file) != count) std::fprintf(stderr, "the file is too short\n");
  return values;
}

int main(int, char** arguments) {
  std::FILE* file = std::fopen(arguments[1], "rb");
  if (!file) return 2;
  const auto sizes = read<std::int32_t>(file, 2);
  const auto supply = read<std::int64_t>(file, sizes[0]);
  const auto from = read<std::int32_t>(file, sizes[1]);
  const auto to = read<std::int32_t>(file, sizes[1]);
  const auto cost = read<std::int64_t>(file, sizes[1]);
  const auto capacity = read<std::int64_t>(file, sizes[1]);

  lemon::SmartDigraph graph;
  graph.reserveNode(sizes[0]);
  graph.reserveArc(sizes[1]);
  for (int node = 0; node < sizes[0]; ++node) graph.addNode();
  lemon::SmartDigraph::NodeMap<std::int64_t> supplies(graph);
  lemon::SmartDigraph::ArcMap<std::int64_t> costs(graph), capacities(graph);
  for (int node = 0; node < sizes[0]; ++node) supplies[graph.nodeFromId(node)] = supply[node];
  for (int i = 0; i < sizes[1]; ++i) {
    const auto arc = graph.addArc(graph.nodeFromId(from[i]), graph.nodeFromId(to[i]));
    costs[arc] = cost[i];
    capacities[arc] = capacity[i];
  }

  lemon::NetworkSimplex<lemon::SmartDigraph, std::int64_t, std::int64_t> simplex(graph);
  simplex.costMap(costs).upperMap(capacities).supplyMap(supplies);
  const double start = processor_seconds();
  const auto status = simplex.run();
  std::printf("%d %lld %.6f\n", static_cast<int>(status), static_cast<long long>(simplex.totalCost()), processor_seconds() - start);
}
