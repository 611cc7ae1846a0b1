import Records

/// From the figures of provided images to what each took.
struct SuiteAnalysis {
    let points: [BaseImagesAnalysis.SuitePoint]

    /// The images, the smallest first: what the others stand on.
    func findings() -> [ProvidedImageFindings] {
        Set(points.map(\.figure.image)).map(image).sorted { ($0.bytes ?? 0, $0.name) < ($1.bytes ?? 0, $1.name) }
    }

    /// The median of what the suite's rebuild after an update took, in seconds; nil where none was measured.
    func seconds(of update: BaseUpdate) -> Double? {
        let rebuilt = points.filter { $0.update == update && $0.figure.figure == .buildSeconds }
        let rounds = Dictionary(grouping: rebuilt) { $0.round ?? 0 }
        return Medians.plain(rounds.values.map { $0.reduce(0) { $0 + $1.value } })
    }

    private func image(_ name: String) -> ProvidedImageFindings {
        let own = points.filter { $0.figure.image == name }
        func first(_ figure: ProvidedImagePoint.Figure) -> Double? {
            own.first { $0.round == nil && $0.figure.figure == figure }?.value
        }
        var rebuilds: [BaseUpdate: Double] = [:]
        for update in BaseUpdate.allCases {
            rebuilds[update] = Medians.plain(
                own.filter { $0.update == update && $0.figure.figure == .buildSeconds }.map(\.value))
        }
        return ProvidedImageFindings(
            name: name, making: first(.makingSeconds), build: first(.buildSeconds), rebuilds: rebuilds,
            bytes: first(.bytes), ownBytes: first(.ownBytes), lines: first(.lines).map { Int($0) })
    }
}
