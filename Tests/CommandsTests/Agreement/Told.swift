import Foundation
import Model

@testable import Commands
@testable import Tracking

/// What the report, the headline, JUnit, JSON and the exit status tell of one comparison, and where they differ.
struct Told {
    var markdown, headline, junit, json: String
    var status: Int32

    init(_ night: Night) throws {
        let report = NightReport(night, base: "baseline:main", candidate: "n.sqlite")
        (markdown, headline, junit) = (report.markdown, report.headline, ComparisonJUnit(report).text)
        json = try JSONText.document(JSONFields(night))
        status = night.outcome.exitStatus?.rawValue ?? 0
    }

    init(_ comparison: Comparison, _ confirmation: Confirmation?) throws {
        let report = ComparisonReport(comparison, base: "a.sqlite", candidate: "b.sqlite", confirmation: confirmation)
        (markdown, headline, junit) = (report.markdown, report.headline, ComparisonJUnit(report).text)
        json = try JSONText.document(JSONFields(comparison, confirmation: confirmation))
        status = (confirmation?.outcome(of: comparison) ?? comparison.outcome).exitStatus?.rawValue ?? 0
    }

    /// In words, each way of telling that does not say what JSON does.
    func disagreements() throws -> [String] {
        let facts = try ToldFacts(json: json)
        let suite = try ToldSuite(junit)
        var found: [String] = []
        func check(_ holds: Bool, _ words: String) { if !holds { found.append(words) } }
        check(facts.isConsistent, "JSON differs from itself")
        check(status == facts.status, "the status is \(status), and \(facts.status) in JSON")
        check(status == ToldFacts.statuses[facts.outcome], "the status is \(status), the outcome \(facts.outcome)")
        let title = markdown.prefix { $0 != "\n" }
        check(title == "# Comparison: \(facts.title)", "the title is \(title)")
        check(headline.hasPrefix("\(facts.title): "), "the headline is \(headline)")
        for sentence in facts.sentences { check(markdown.contains(sentence), "the report lacks: \(sentence)") }
        check(suite.outcome == facts.outcome, "the outcome in JUnit is \(suite.outcome)")
        check(suite.told == suite.counted, "JUnit tells \(suite.told), and has \(suite.counted)")
        check(suite.counted["failure"] == facts.failures, "JUnit has \(suite.counted), JSON \(facts.failures) failures")
        check(suite.counted["error"] == facts.errors, "JUnit has \(suite.counted), JSON \(facts.errors) errors")
        check(suite.counted["skipped"] == facts.skipped, "JUnit has \(suite.counted), JSON \(facts.skipped) doubts")
        check((facts.failures > 0) == (facts.outcome == "regression"), "\(facts.failures) failures: \(facts.outcome)")
        if facts.outcome == "failed_jobs" { check(facts.errors > 0, "no job could not be measured") }
        return found
    }
}

/// What a comparison's JSON says that the other ways of telling must say too.
struct ToldFacts {
    static let statuses: [String: Int32] = [
        "regression": 2, "failed_jobs": 3, "improvement": 4, "unchanged": 0, "cannot_tell": 0,
    ]
    private static let titles = [
        "regression": "worse", "failed_jobs": "measurements failed", "improvement": "better",
        "unchanged": "nothing got worse", "cannot_tell": "cannot tell",
    ]

    let outcome: String
    let status: Int32
    private(set) var failures = 0
    private(set) var errors = 0
    private(set) var skipped = 0
    private(set) var sentences: [String] = []
    private(set) var isConsistent = true

    var title: String { Self.titles[outcome] ?? "" }

    init(json: String) throws {
        let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
        outcome = document["outcome"] as? String ?? ""
        status = (document["exitStatus"] as? Int).flatMap(Int32.init) ?? -1
        if let series = document["series"] as? [[String: Any]] {
            read(series, document["counts"] as? [String: Int] ?? [:])
            if let pairs = document["pairs"] as? [String: Any] { read(night: pairs, series) }
        } else {
            read(night: document, [])
        }
    }

    /// - Parameter series: those that may have been measured again.
    private mutating func read(night: [String: Any], _ series: [[String: Any]]) {
        let findings = night["findings"] as? [[String: Any]] ?? []
        let jobs = night["failures"] as? [String: [Any]] ?? [:]
        let leaks = (night["leaks"] as? [[String: Any]] ?? []).map { leak in
            (leak["candidate"] as? Int ?? 0) - (leak["base"] as? Int ?? 0)
        }
        func count(_ verdict: String) -> Int { findings.count { $0["verdict"] as? String == verdict } }
        func number(_ key: String) -> Int { night[key] as? Int ?? -1 }
        let new = jobs["new"]?.count ?? 0
        let worse = count("worse") + leaks.count { $0 > 0 }
        let refuted = findings.count { $0["verdict"] as? String == "worse" && Self.isRefuted($0, series) }
        failures += worse - refuted + new
        errors += jobs["broken"]?.count ?? 0
        skipped += count("cannot_tell")
        isConsistent =
            isConsistent && number("worse") == worse + min(new, 1) && number("cannotTell") == count("cannot_tell")
            && number("unchanged") == count("unchanged")
        guard !findings.isEmpty else { return }
        let figures = number("worse") == 1 ? "1 figure" : "\(number("worse")) figures"
        sentences += [
            "\(figures) worse, \(number("better")) better, \(number("unchanged")) unchanged",
            " \(number("cannotTell")) cannot be told",
        ]
    }

    /// Whether a time was measured again, and is not worse again.
    private static func isRefuted(_ finding: [String: Any], _ series: [[String: Any]]) -> Bool {
        let again = series.filter { one in
            ["metric", "scenario", "fixture"].allSatisfy { one[$0] as? String == finding[$0] as? String }
        }.compactMap { $0["confirmed"] as? Bool }
        return finding["unit"] as? String == "s" && !again.isEmpty && !again.contains(true)
    }

    private mutating func read(_ series: [[String: Any]], _ counts: [String: Int]) {
        func count(_ verdict: String) -> Int { series.count { $0["verdict"] as? String == verdict } }
        let again = series.compactMap { $0["confirmed"] as? Bool }
        let confirmed = again.count { $0 }
        failures = again.isEmpty ? count("worse") : confirmed
        skipped = count("undecided")
        isConsistent = counts.allSatisfy { count($0.key) == $0.value }
        sentences = ["**\(count("worse")) series got worse and \(count("better")) better**"]
        if !again.isEmpty { sentences.append("**Measured again, \(confirmed) of what got worse") }
    }
}
