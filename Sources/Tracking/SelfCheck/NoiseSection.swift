import Questions

/// How much each series varies where nothing differs, and what could be told of it.
struct NoiseSection {
    let check: SelfCheck

    var text: String {
        var table = MarkdownTable(
            ("metric", .left), ("jobs", .left), ("median", .right), ("varies by", .right), ("n a side", .right),
            ("smallest change beyond chance", .right), ("n for 10 %", .right), ("n for 5 %", .right))
        for noise in check.noise {
            table.add([
                ComparisonWords.metric(noise.metric), ComparisonWords.jobs(noise.key),
                ComparisonWords.value(noise.median, noise.metric), deviation(noise), "\(noise.count)", smallest(noise),
                jobs(noise.jobsForTenPercent, noise), jobs(noise.jobsForFivePercent, noise),
            ])
        }
        let terms = check.terms
        return """
            ## How much figures vary where nothing differs

            Jobs of both names together. *Varies by*: the standard deviation from job to job as a share of the median, estimated by the
            median distance from it, which single outliers do not move. *Smallest change beyond chance*: what n jobs a side show 95 times
            of 100 at the level that the correction for \(Words.count(check.sameness.comparison.tests, "test", "tests")) leaves to one;
            *n for 10 %* and *5 %*: how many jobs a side show that. Found by simulation from these jobs, so that it holds for as long as
            the host is as quiet as it was. To count as a regression a change must, beside being beyond chance, reach
            \(Words.percent(terms.timedThreshold)) of the median for times (and \(Words.milliseconds(terms.leastSeconds))) and
            \(Words.percent(terms.countedThreshold)) for counts, or what a history of runs has taught: a change at that very bound counts
            only every second time. Counts that are the same in all jobs show any change; others are tested, but not simulated.

            \(table.text)
            """
    }

    private func deviation(_ noise: SeriesNoise) -> String {
        noise.isConstant ? "nothing" : Words.percent(noise.deviation)
    }

    private func smallest(_ noise: SeriesNoise) -> String {
        if noise.isConstant { return isExact(noise) ? "any" : Words.absent }
        guard noise.metric.kind == .timed, noise.median > 0 else { return Words.absent }
        return noise.smallest.map { Words.percent($0) } ?? "none with so few"
    }

    private func jobs(_ count: Int?, _ noise: SeriesNoise) -> String {
        if noise.isConstant { return isExact(noise) ? "2" : Words.absent }
        guard noise.metric.kind == .timed, noise.median > 0 else { return Words.absent }
        return count.map { "\($0)" } ?? "over \(SeriesNoise.mostJobs)"
    }

    /// Counts that are the same in all jobs are not tested: any change is certain.
    private func isExact(_ noise: SeriesNoise) -> Bool { noise.metric.kind == .counted }
}
