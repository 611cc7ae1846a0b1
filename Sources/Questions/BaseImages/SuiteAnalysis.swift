import Model

/// From the figures of provided images to what each took.
struct SuiteAnalysis {
    let points: [BaseImagesAnalysis.SuitePoint]

    /// The images, the smallest first: what the others stand on.
    func findings() -> [ProvidedImageFindings] {
        Set(points.map(\.figure.image)).map(image).sorted { ($0.bytes ?? 0, $0.name) < ($1.bytes ?? 0, $1.name) }
    }

    /// What the suite's rebuild after an update took, in seconds: the medians of its images, added up; nil where none was measured. A
    /// run that was interrupted in a lap of updates made its update twice, on two engines.
    func seconds(of update: BaseUpdate) -> Double? {
        let rebuilds = findings().compactMap { $0.rebuilds[update] }
        return rebuilds.isEmpty ? nil : rebuilds.reduce(0, +)
    }

    private func image(_ name: String) -> ProvidedImageFindings {
        let own = points.filter { $0.figure.image == name }
        func first(_ figure: ProvidedImagePoint.Figure) -> Double? {
            own.first { $0.update == nil && $0.figure.figure == figure }?.value
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
