import Testing

@testable import Model

@Suite("A plan in words")
struct PlanDescriptionTests {
    @Test("has a header, counts, and a line a job, in columns")
    func whole() throws {
        var scenario = Samples.scenario(changes: 2, pairs: 1, cold: 0)
        scenario.configurations = [Configuration(builder: .buildkit)]
        scenario.workload = Workload(timeout: 90, memory: 1_073_741_824, processors: 1.5, processes: 512)
        let plan = try scenario.plan(profile: "quick", seed: 1, traces: Samples.traces(length: 2))
        let expected = """
            scenario        sample (\(plan.scenarioHash.prefix(12)))
            profile         quick, seed 1
            plan            \(plan.hash.prefix(12))
            questions       build-overhead
            fixtures        scap: scenarios/../fixtures/scap.yaml
                            noop: scenarios/../fixtures/noop.yaml
            configurations  builder=buildkit
            workload        timeout 1m30s, memory 1GiB, processors 1.5, processes 512, retention latest

            jobs   warm-up  none  source  dependency  pairs  cold  total
            noop         2     2       0           0      1     0      5
            scap         2     0       1           1      1     0      5
            total        4     2       1           1      2     0     10

            position  round  fixture  configuration     purpose           class       weight  revision
                   0      0  noop     builder=buildkit  warm-up           none         0.000  noop
                   1      0  scap     builder=buildkit  warm-up           none         0.000  scap+0
                   2      0  scap     builder=buildkit  warm-up           none         0.000  scap+0
                   3      0  noop     builder=buildkit  warm-up           none         0.000  noop
                   4      1  scap     builder=buildkit  trace             source       1.917  scap+1
                   5      1  noop     builder=buildkit  trace             none         1.000  noop
                   6      2  noop     builder=buildkit  trace             none         1.000  noop
                   7      2  scap     builder=buildkit  trace             dependency   0.062  scap+2
                   8      2  noop     builder=buildkit  job, then direct  none         0.000  noop
                   9      2  scap     builder=buildkit  direct, then job  none         0.000  scap+2

            """
        #expect(PlanDescription(plan).description == expected)
    }

    @Test("describes a git repository and a workload without limits")
    func git() throws {
        let mine = GitSource(name: "mine", repository: "..", revisions: "v1..main", dockerfile: "Dockerfile.ci")
        let plan = Plan(
            scenario: "mine", scenarioHash: "0", questions: [], profile: "full", seed: 3, fixtures: [.git(mine)],
            workload: Workload(timeout: 3600, retention: .none), jobs: [])
        let lines = PlanDescription(plan).description.split(separator: "\n")
        #expect(lines.contains("fixtures  mine: git .. v1..main"))
        #expect(lines.contains("workload  timeout 1h, retention none"))
    }
}
