import Model

extension PromotionPage {
    var bySeries: [Page.Block] {
        .section(
            "## By fixture, builder and delivery", table(of: evidence.series),
            """
            Medians over jobs of the trace that succeeded, weighted to the real proportions of changes. Steps and layers are \
            counted over all of them without weights; layers are those above the base image.
            """, otherwise: "No job succeeded.")
    }

    /// The cold jobs: nothing to start from but the base image.
    var newWorker: [Page.Block] {
        .section(
            "## On a new worker",
            lead: "The same on a worker that has the base image and nothing else of the repository.",
            table(of: evidence.cold),
            "These jobs are built without the cache, or pull all layers. They decide nothing.")
    }

    private func table(of findings: [DeliveryFindings]) -> Table {
        Table(findings) {
            Series.columns { $0.series }
            Column("next stage") { PromotionWords.delivery($0.delivery) }
            Column("jobs", .right) { "\($0.wall.count)" }
            Column("median job", .right) { Words.seconds($0.wall.value) }
            Column("95 % interval") { Words.interval($0.wall.interval) }
            Column("pull or build", .right) { Words.seconds($0.build) }
            Column("steps from the cache", .right) { Words.steps($0.cachedSteps, of: $0.cacheableSteps) }
            Column("bytes moved", .right) { Words.bytes($0.bytes) }
            Column("layers as the first worker's", .right) { "\($0.equalLayers) of \($0.layers)" }
        }
    }

    /// What it takes the first worker to push.
    var pushes: [Page.Block] {
        let table = PushFindings.table(evidence.pushes)
        return .section(
            "## What the push costs", table,
            """
            The first worker pushes each change once, however many stages pull it. “First” carries every layer that the registry \
            lacks; “later” is the median of the others.
            """, otherwise: "Nothing was pushed.")
    }

    var sql: String {
        """
        WITH counted AS (
            SELECT fixture, round, weight, wall_s, configuration,
                substr(configuration, 1, instr(configuration, ',delivery=') - 1) AS builder,
                substr(configuration, instr(configuration, ',delivery=') + 10) AS delivery,
                (SELECT value FROM point_view
                    WHERE point_view.job = job_view.job AND series = 'cache_push_s') AS push_s,
                (SELECT value FROM point_view
                    WHERE point_view.job = job_view.job AND series = 'delivery_digest_equal') AS same_image
            FROM job_view
            WHERE \(ReproductionSection.isOf(evidence.run.record, scenarios: evidence.scenarios))
                AND fixture <> 'noop' AND outcome = 'succeeded' AND warmup = 0 AND cold = 0 AND weight > 0
        )
        SELECT rebuilt.builder, rebuilt.delivery, fixture, round, rebuilt.weight, promoted.push_s,
            promoted.wall_s AS promoted_s, rebuilt.wall_s AS rebuilt_s,
            rebuilt.wall_s - promoted.wall_s - promoted.push_s AS saved_s, rebuilt.same_image
        FROM counted AS rebuilt
        JOIN counted AS promoted USING (builder, fixture, round)
        WHERE rebuilt.delivery <> 'promote' AND promoted.delivery = 'promote'
        ORDER BY 1, 2, 3, 4;
        """
    }
}
