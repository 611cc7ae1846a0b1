import Model
import Questions
import Statistics

/// A self-check of nights as Markdown: first the overall result, then a row a plant, then what was not right.
package struct NightsCheckReport: Sendable {
    let check: NightsCheck

    package init(_ check: NightsCheck) { self.check = check }

    package var markdown: String {
        ([head] + [planted, silent, wrong].compactMap(\.self)).joined(separator: "\n\n") + "\n"
    }

    package var headline: String {
        var sentences: [String] = []
        let planted = check.planted.flatMap(\.trials)
        if !planted.isEmpty {
            sentences.append(
                "\(planted.count(where: \.hasAlarmed)) of \(Words.count(planted.count, "planted regression", "planted regressions")) "
                    + "were caught, \(planted.count(where: \.isNamedRightly)) named rightly.")
        }
        let silent = check.falseAlarms
        if silent.trials > 0 {
            sentences.append(
                "\(silent.count) of \(Words.count(silent.trials, "night", "nights")) with nothing planted alarmed.")
        }
        return sentences.joined(separator: " ")
    }

    private var head: String {
        """
        # Self-check of nights: comparisons on this host \(check.holds ? "hold" : "do not hold")

        **\(headline)**\(earlier)

        The rule, fixed beforehand: comparisons hold where both are true, as exactly as so many nights show (95 % intervals). Each
        planted regression is caught and named rightly in at least \(Words.percent(NightsCheck.wanted)) of its nights. At most
        \(Words.percent(NightsCheck.allowed)) of the nights with nothing planted alarm. Every night is judged as `plimsoll compare` judges
        it by default. *Caught*: it says that something got worse. *Named rightly*: its first cause is of the planted kind, and names the
        step and the commit that were planted.
        """
    }

    private var earlier: String {
        check.earlier == 0
            ? ""
            : " \(check.earlier) of the \(check.trials.count) nights were measured by earlier self-checks, with the same Plimsoll, "
                + "engine and host."
    }

    private var planted: String? {
        guard !check.planted.isEmpty else { return nil }
        let table = Table(check.planted) {
            Column("planted") { $0.plant.words }
            Column("nights", .right) { "\($0.trials.count)" }
            Column("caught", .right) { "\($0.alarms.count)" }
            Column("95 % interval", .right) { Self.interval($0.alarms) }
            Column("named rightly", .right) { "\($0.named.count)" }
            Column("95 % interval", .right) { Self.interval($0.named) }
            Column("time a night", .right) { Self.time($0) }
        }
        return "## What was planted\n\n\(table.markdown)"
    }

    private var silent: String? {
        guard !check.silent.isEmpty else { return nil }
        let table = Table(check.silent) {
            Column("nights with nothing planted") { $0.isLoaded ? "beside a load on one core" : "undisturbed" }
            Column("nights", .right) { "\($0.trials.count)" }
            Column("alarms", .right) { "\($0.alarms.count)" }
            Column("95 % interval", .right) { Self.interval($0.alarms) }
            Column("could not tell", .right) { "\($0.untold)" }
            Column("time a night", .right) { Self.time($0) }
        }
        return "## Where nothing was planted\n\n\(table.markdown)"
    }

    /// The nights whose comparison was not right, with what it said.
    private var wrong: String? {
        let nights = check.trials.filter { !$0.isRight }
        guard !nights.isEmpty else { return nil }
        let lines = nights.map {
            "- \($0.plant.words)\($0.isLoaded ? ", beside a load" : ""): \($0.words). Run \(Markdown.code($0.run.uuidString)): "
                + Markdown.escaped($0.headline)
        }
        return "## What was not right\n\n" + lines.joined(separator: "\n")
    }

    private static func interval(_ share: Proportion) -> String {
        "\(Words.percent(share.interval.low)) to \(Words.percent(share.interval.high))"
    }

    private static func time(_ row: NightsCheck.Row) -> String { DurationText.text(row.seconds.rounded()) }
}
