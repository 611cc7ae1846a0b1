import Store

/// The report on `worker-dependencies` and `ops-requirements`.
struct RequirementsReport: AnsweringDocument {
    let findings: RequirementsFindings

    init(_ findings: RequirementsFindings) {
        self.findings = findings
    }

    var subject: String { "requirements" }

    var title: String { "What a worker needs" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { [] }

    var sections: [[String]] {
        [
            ["## The answers"],
            findings.asksForPackages ? WorkerAnswerSection(findings: findings).paragraphs : [],
            findings.asksForRequirements ? RequirementSection(findings: findings).paragraphs : [],
            CautionSection(cautions: findings.cautions).paragraphs,
            [
                "## What was not measured",
                """
                One worker was looked at, this one. What a network between workers, a registry and a package source must carry is not \
                known from it; nor what an orchestrator or a CI server needs.
                """,
            ],
            EnvironmentSection(run: findings.run).paragraphs,
            RequirementsReproductionSection(findings: findings).paragraphs,
        ]
    }

    func key(to question: Question) -> KeyEvidence {
        let workers = WorkerAnswerSection(findings: findings)
        let requirements = RequirementSection(findings: findings)
        return question == Questions.workerDependencies
            ? KeyEvidence(words: workers.words, table: workers.table, charts: [])
            : KeyEvidence(
                words: requirements.words, table: findings.requirements.isEmpty ? nil : requirements.table, charts: [])
    }

    var introduction: String { sentence(warnings: findings.cautions) }
}
