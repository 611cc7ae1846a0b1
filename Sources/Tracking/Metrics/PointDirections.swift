import Model

/// Whether more or less is better, for each series of points that Plimsoll records of jobs. A series that is not listed, as one that
/// others import, has no direction: it is compared and shown, and never judged.
enum PointDirections {
    /// By the name of the series; of a provided image's figures what stands before the image.
    static func direction(of series: String) -> Metric.Direction {
        let name = series.split(separator: ".", maxSplits: 1).first.map(String.init) ?? series
        return table[series] ?? table[name] ?? .neither
    }

    /// The names of the series.
    static var names: Set<String> { Set(table.keys) }

    private static let table: [String: Metric.Direction] = {
        var table: [String: Metric.Direction] = [:]
        func put(_ direction: Metric.Direction, _ names: [String]) {
            for name in names { table[name] = direction }
        }
        func put(_ direction: Metric.Direction, _ points: [CachePoint]) { put(direction, points.map(\.rawValue)) }
        func put(_ direction: Metric.Direction, _ points: [CollectionPoint]) { put(direction, points.map(\.rawValue)) }
        func put(_ direction: Metric.Direction, _ points: [BaseImagePoint]) { put(direction, points.map(\.rawValue)) }
        func put(_ direction: Metric.Direction, _ figures: [ProvidedImagePoint.Figure]) {
            put(direction, figures.map(\.rawValue))
        }
        put(
            .lower,
            [
                .registryBytes, .pullSeconds, .seedBuildSeconds, .pushSeconds, .pushBytes, .registryBlobBytes,
                .registryManifestBytes, .collectionSeconds, .collectionBlockedSeconds, .collectionAfterBytes,
            ] as [CachePoint])
        put(.neither, [.collectionBeforeBytes] as [CachePoint])
        put(
            .lower,
            [
                .buildMutexWaitSeconds, .peakBytes, .diskFull, .seconds, .waitSeconds, .heldSeconds, .lostRaces,
                .diskBytes, .failures,
            ] as [CollectionPoint])
        put(
            .neither,
            [.highMarkBytes, .capacityBytes, .due, .freedBytes, .removedImages, .removedRecords] as [CollectionPoint])
        put(.lower, [.imageBytes, .imagesTogetherBytes] as [BaseImagePoint])
        // What repositories share takes no room of its own, and what they could share is theirs to choose.
        put(.neither, [.imageSharedBytes, .dockerfileLines, .dockerfileInstructions] as [BaseImagePoint])
        put(.lower, [.buildSeconds, .makingSeconds, .bytes, .ownBytes] as [ProvidedImagePoint.Figure])
        put(.neither, [.lines] as [ProvidedImagePoint.Figure])
        put(.lower, DependencyPoint.allCases.map(\.rawValue))
        put(.lower, OwnPoint.allCases.map(\.rawValue))
        put(.lower, ProbePoint.allCases.map(\.rawValue))
        put(.neither, FaultPoint.allCases.map(\.rawValue) + [InheritedCache.series])
        return table
    }()
}
