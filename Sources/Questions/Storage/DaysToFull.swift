/// For how many days a disk takes builds before it is full.
struct DaysToFull: Sendable, Equatable {
    /// The disk's size, in bytes.
    var disk: Double
    /// How many builds there are a day.
    var buildsADay: Double
    /// The days; nil where the disk does not fill at the measured growth.
    var days: Double?
    /// The days at the ends of the growth's interval, the fewest first; nil where there is no interval. The most is infinite
    /// where the lower end of the growth does not fill the disk.
    var interval: ClosedRange<Double>?

    /// The free bytes over the bytes a day.
    ///
    /// - Parameter used: what is used when the count begins, in bytes; a disk that is full already has 0 days.
    init(disk: Double, used: Double, growth: GrowthEstimate, buildsADay: Double) {
        self.disk = disk
        self.buildsADay = buildsADay
        let free = max(0, disk - used)
        func days(_ growth: Double) -> Double {
            if free == 0 { return 0 }
            return growth > 0 && buildsADay > 0 ? free / (growth * buildsADay) : .infinity
        }
        let middle = days(growth.mean)
        self.days = middle.isFinite ? middle : nil
        interval = growth.interval.map { days($0.upperBound)...days($0.lowerBound) }
    }
}
