import Questions

/// The proof of an engine as Markdown: the result, then a row a truth.
package struct EngineProofReport: Sendable {
    let proof: EngineProof

    package init(_ proof: EngineProof) { self.proof = proof }

    package var headline: String {
        let differing = proof.truths.count { $0.outcome == .differs }
        let unseen = proof.truths.count { $0.outcome == .unseen }
        let shown = proof.truths.count - unseen
        let hidden = unseen == 0 ? "" : " \(unseen) cannot be seen from here."
        return differing == 0
            ? "\(proof.engine): all \(shown) figures are as planted.\(hidden)"
            : "\(proof.engine): \(differing) of \(shown) figures \(differing == 1 ? "differs" : "differ") from what was planted.\(hidden)"
    }

    package var markdown: String {
        let table = Table(proof.truths) {
            Column("builder") { Words.configuration($0.builder) }
            Column("figure") { $0.what }
            Column("planted", .right) { $0.planted }
            Column("measured", .right) { $0.measured }
            Column("") { $0.outcome.rawValue }
        }
        return """
            # Proof of an engine

            **\(headline)**

            \(proof.holds ? "" : """
            Where a figure differs, the engine behaves differently with this builder, or Plimsoll misreads it. Do not trust figures of \
            this kind before you know which.


            """)The bounds, fixed beforehand: the median time of a command is within \(Words.milliseconds(EngineProof.clockBound)) of the \
            truth. Exactly the planted steps are built. The engine reports the planted bytes, and its \
            account differs from the growth of the disk by at most \(Words.percent(EngineProof.diskBound)). One container is left behind on purpose, and nothing else.

            \(table.markdown)

            """
    }
}
