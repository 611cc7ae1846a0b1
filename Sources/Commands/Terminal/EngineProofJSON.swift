import Model
import Tracking

/// The proof of an engine, for programs.
extension JSONFields {
    init(_ proof: EngineProof) {
        self = [
            "engine": proof.engine, "run": proof.run.uuidString, "holds": proof.holds,
            "truths": proof.truths.map { truth -> JSONFields in
                [
                    "builder": truth.builder, "figure": truth.what, "planted": truth.planted,
                    "measured": truth.measured, "outcome": truth.outcome.rawValue,
                ]
            },
        ]
    }
}
