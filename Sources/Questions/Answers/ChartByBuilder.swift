/// Charts of one kind, each of one configuration.
struct ChartByBuilder {
    /// The configurations with their charts, in the order of the report; nil where there is no data for one.
    let entries: [(configuration: String, chart: Chart?)]

    /// All that there is data for.
    var all: [Chart] { entries.compactMap(\.chart) }

    /// The chart of the configuration that decided; all of them where none did.
    func deciding(_ configuration: String?) -> [Chart] {
        guard let configuration else { return all }
        return entries.filter { $0.configuration == configuration }.compactMap(\.chart)
    }
}
