/// What an engine answers to `GET /system/df`.
struct DiskUsageText {
    var layers = 0
    var images: [(size: Int, shared: Int)] = []
    var containers: [Int] = []
    var volumes: [Int] = []
    var cache: [(size: Int, shared: Bool)] = []

    var json: String {
        let images = images.enumerated().map { index, image in
            #"{"Id":"sha256:\#(index)","ParentId":"","RepoTags":["i:\#(index)"],"Size":\#(image.size),"#
                + #""SharedSize":\#(image.shared),"Containers":0,"Created":0,"Labels":null}"#
        }
        let containers = containers.enumerated().map { index, size in
            #"{"Id":"c\#(index)","Names":["/c"],"Image":"i:0","SizeRw":\#(size),"SizeRootFs":9,"State":"exited","Labels":{}}"#
        }
        let volumes = volumes.enumerated().map { index, size in
            #"{"Name":"v\#(index)","Driver":"local","UsageData":{"Size":\#(size),"RefCount":0}}"#
        }
        let cache = cache.enumerated().map { index, record in
            #"{"ID":"r\#(index)","Parent":"","Type":"regular","Description":"","InUse":false,"Shared":\#(record.shared),"#
                + #""Size":\#(record.size),"UsageCount":1}"#
        }
        func list(_ items: [String]) -> String { "[\(items.joined(separator: ","))]" }
        return #"{"LayersSize":\#(layers),"Images":\#(list(images)),"Containers":\#(list(containers)),"#
            + #""Volumes":\#(list(volumes)),"BuildCache":\#(list(cache))}"#
    }
}
