import Tracking

/// Why two runs are not compared: what differs, in columns.
struct UnlikeText {
    let likeness: Likeness

    init(_ likeness: Likeness) {
        self.likeness = likeness
    }

    var error: TrackingError {
        var table = TextTable(["OF", "FACT", "BASE", "CANDIDATE"])
        for difference in likeness.differences {
            table.add([difference.area, difference.name, difference.base ?? "-", difference.candidate ?? "-"])
        }
        return TrackingError(
            .unlike,
            """
            the runs are not like each other, so that what moved could have many causes; --unlike compares them all the same\
            \(likeness.differsByHostOnly ? ", and --counted only what does not depend on the host" : "")
            \(table.text)
            """)
    }
}
