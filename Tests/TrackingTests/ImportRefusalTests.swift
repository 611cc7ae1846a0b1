import Foundation
import Testing

@testable import Store
@testable import Tracking

/// What is no export, or a damaged one, is refused with its place, and nothing of the run that holds it lands.
@Suite struct ImportRefusalTests {
    /// A change of a whole export, and what is said of it.
    private static let damages: [(from: String, to: String, complaint: String)] = [
        ("\"position\":0", "\"position\":\"0\"", "`position` is a text, expected an integer"),
        ("\"wall_s\":9.25", "\"wall_s\":\"9\"", "`wall_s` is a text, expected a number or null"),
        ("\"weight\":2.5,", "", "the record lacks `weight`, expected a number"),
        ("\"weight\":2.5,", "\"weight\":2.5,\"mass\":1,", "`mass` is no part of such a record"),
        ("\"weight\":2.5,", "\"weight\":2.5,\"weight\":2.5,", "`weight` stands twice, expected once"),
        ("\"outcome\":\"succeeded\"", "\"outcome\":\"fine\"", "`outcome` is `fine`, expected one of succeeded,"),
        ("\"side\":null", "\"side\":\"left\"", "`side` is `left`, expected one of reference, candidate"),
        ("\"against\":null", "\"against\":\"main\"", "`against` is `main`, expected a UUID"),
        (
            "\"sources\":null", "\"sources\":\"{}\"",
            "`scenarios[1].sources` is `{}`, expected a JSON array of resolved sources, in quotes"
        ),
        ("\"seed\":\"18446744073709551615\"", "\"seed\":\"-1\"", "expected an integer from 0 to"),
        ("{\"kind\":\"verdict\"", "{\"kind\":\"opinion\"", "`opinion` is no kind of record of a run"),
        ("{\"kind\":\"verdict\"", "{\"kind\":verdict\"", "the line is no JSON object"),
        ("{\"kind\":\"end\"", "{\"kind\":\"run\"", "`run` is no kind of record of a run"),
        ("\"records\":9", "\"records\":8", "lines are missing or were added"),
        ("\"steps\":[{", "\"steps\":[1,{", "`steps` holds an integer, expected objects only"),
        ("{\"scenario\":\"overhead\",\"position\":0}", "{\"scenario\":\"overhead\",\"position\":7}", "no job 7"),
        // Numbers that are JSON, and fit no column.
        ("\"position\":0", "\"position\":1.5", ": `position` is a number, expected an integer"),
        ("\"position\":0", "\"position\":9223372036854775808", ": `position` is a number, expected an integer"),
        ("\"position\":0", "\"position\":1e999", ": `position` is a number that does not fit, expected an integer"),
        ("\"wall_s\":9.25", "\"wall_s\":9e999", ": `wall_s` is a number that does not fit, expected a number or null"),
        ("\"value\":1e+300", "\"value\":-9e999", ": `value` is a number that does not fit, expected a number"),
        ("\"jobs\":2", "\"jobs\":2.5", ": `jobs` is a number, expected an integer"),
        ("\"jobs\":2", "\"jobs\":1e999", ": `jobs` is a number that does not fit, expected an integer"),
        ("\"steps\":[{", "\"steps\":[1e999,{", ": `steps` holds a number that does not fit, expected objects only"),
        ("\"steps\":[{", "\"steps\":[[],{", ": `steps` holds a list, expected objects only"),
        // Within records that stand in others.
        ("\"ordinal\":1,", "", ": the record lacks `scenarios[1].ordinal`, expected an integer"),
        ("\"cacheable\":1,", "", ": the record lacks `steps[1].cacheable`, expected an integer"),
        ("\"cacheable\":1,", "\"cacheable\":1,\"mass\":2,", ": `steps[1].mass` is no part of such a record, expected"),
        ("\"cacheable\":1,", "\"cacheable\":1,\"cacheable\":1,", ": `steps[1].cacheable` stands twice, expected once"),
        ("\"content changed\"", "\"fun\"", ": `steps[1].miss_reason` is `fun`, expected one of cold,"),
        (
            "\"ordinal\":1,\"cacheable\":1", "\"ordinal\":0,\"cacheable\":1",
            ": `steps[1]` breaks a rule of the results database: UNIQUE"
        ),
        (
            "\"direct_order\":\"after\"", "\"direct_order\":\"never\"",
            ": `direct_run.direct_order` is `never`, expected one of"
        ),
        (
            "\"leaks\":[{\"job\":{\"scenario\":\"overhead\",\"position\":0}",
            "\"leaks\":[{\"job\":{\"scenario\":\"overhead\",\"position\":7}",
            ": no job 7 of overhead stands before `leaks[0]` in its run"
        ),
        (
            "\"job\":{\"scenario\":\"overhead\",\"position\":0}",
            "\"job\":{\"scenario\":\"overhead\",\"position\":0.5}",
            ": `job.position` is a number, expected an integer"
        ),
        (
            "\"job\":{\"scenario\":\"overhead\",\"position\":0}", "\"job\":{\"scenario\":\"overhead\"}",
            ": the record lacks `job.position`, expected an integer"
        ),
        (
            "\"job\":{\"scenario\":\"overhead\",\"position\":0}",
            "\"job\":{\"scenario\":\"overhead\",\"position\":0,\"run\":1}",
            ": `job.run` is no part of such a record, expected position, scenario"
        ),
        (
            "\"job\":{\"scenario\":\"overhead\",\"position\":0}", "\"job\":3",
            ": `job` is an integer, expected an object with"
        ),
    ]

    @Test(arguments: damages.indices)
    func damageIsNamedAndNothingLands(_ index: Int) throws {
        let damage = Self.damages[index]
        let text = try Exchange.planted()
        let place = try #require(text.range(of: damage.from), "the export lacks \(damage.from)")
        let database = try ResultsDatabase.inMemory()
        let before = text[..<place.lowerBound].utf8.filter { $0 == 0x0A }.count
        let complaint = try #require(
            try Exchange.complaint(text.replacingCharacters(in: place, with: damage.to), into: database))
        #expect(complaint.contains(damage.complaint), "\(complaint)")
        #expect(complaint.hasPrefix("FILE:\(before + 1): "), "\(complaint)")
        #expect(try Exchange.rows(database).values.allSatisfy { $0 == 0 })
    }

    @Test func whatIsNoJSONIsNamedWithItsPlace() throws {
        let header = "{\"kind\":\"plimsoll\",\"format\":1,\"schema\":1,\"tool\":\"ä\"}\n"
        let database = try ResultsDatabase.inMemory()
        let complaint = try Exchange.complaint(header + "{\"kind\":\"run\",\"äöü\":01x}\n", into: database)
        #expect(complaint?.hasPrefix("FILE:2: the line is no JSON object") == true)
        #expect(complaint?.firstMatch(of: #/around character [0-9]+/#) != nil, "\(complaint ?? "nothing")")
    }

    /// A member deep in a record is named by its place in it.
    @Test func theFieldIsNamedWhereItStands() throws {
        let text = try Exchange.planted()
        let place = try #require(text.range(of: "\"ordinal\":1", options: .backwards))
        let wrong = text.replacingCharacters(in: place, with: "\"ordinal\":[1]")
        let complaint = try Exchange.complaint(wrong, into: try ResultsDatabase.inMemory())
        #expect(
            complaint?.hasSuffix(": `steps[1].ordinal` is a list, expected an integer") == true, "\(complaint ?? "")")
    }

    /// A number that does not fit is no sign of a file that was cut off.
    @Test func theLastLineIsReadLikeTheOthersWithoutItsEnd() throws {
        let text = try Exchange.planted()
        for number in ["1.5", "9223372036854775808", "9e999"] {
            let lines = text.split(separator: "\n").prefix(2).joined(separator: "\n")
            let wrong = lines.replacingOccurrences(of: "\"jobs\":2", with: "\"jobs\":\(number)")
            let error = try #require(try Exchange.refusal(wrong, into: try ResultsDatabase.inMemory()))
            #expect(error.code == .damaged && error.code.rawValue == "import_damaged")
            #expect(error.place.hasSuffix(":2") && error.message.hasPrefix("`jobs` is a number"), "\(error)")
        }
    }

    /// Of a long list the first bad element ends the reading.
    @Test func theFirstBadElementOfALongListIsNamed() throws {
        let text = try Exchange.planted()
        let list = "\"steps\":[{}," + String(repeating: "{\"a\":0},", count: 100_000) + "{"
        let complaint = try Exchange.complaint(
            text.replacingOccurrences(of: "\"steps\":[{", with: list), into: try ResultsDatabase.inMemory())
        #expect(
            complaint?.hasSuffix(": the record lacks `steps[0].instruction`, expected a text") == true,
            "\(complaint?.prefix(200) ?? "")")
    }

    /// What Foundation says of a text is asked for only where that is cheap.
    @Test func whatIsNoObjectOrVeryLongIsNotReadTwice() throws {
        let bare = ": the line is no JSON object, as `{\"kind\":\"run\",…}`"
        for line in ["[1,", "  \t[{}]", "1e5", "", "{\"kind\":\"" + String(repeating: "a", count: 1 << 20)] {
            let complaint = try Exchange.complaint(Self.planted + line + "\n", into: try ResultsDatabase.inMemory())
            #expect(complaint == "FILE:2" + bare)
        }
        let short = try Exchange.complaint(Self.planted + "{\"kind\":\n", into: try ResultsDatabase.inMemory())
        #expect(short?.hasPrefix("FILE:2" + bare + ": ") == true)
    }

    private static let planted = "{\"kind\":\"plimsoll\",\"format\":1,\"schema\":1,\"tool\":\"a\"}\n"

    /// Lines that nobody wrote in good faith.
    @Test(arguments: [
        String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
        planted + "{\"kind\":\"run\",\"jobs\":" + String(repeating: "[", count: 50_000), planted + "{\"kind\":NaN}",
        planted + "{\"kind\":\"run\",\"kind\":\"job\"}", planted + "{\"kind\":\"run\",\"uuid\":1e999999}",
        planted + "{\"kind\":\"run\",\"uuid\":\"\\ud800\"}", planted + "{\"kind\":{\"kind\":\"run\"}}",
        planted + "null",
        planted + "\u{FEFF}{\"kind\":\"run\"}", planted + "{\"kind\":\"run\"} {\"kind\":\"run\"}", planted + "\0{\0}\0",
        planted + "{\"kind\":\"" + String(repeating: "a", count: 1 << 20) + "\"}",
    ])
    func hostileLinesAreRefused(_ text: String) throws {
        let database = try ResultsDatabase.inMemory()
        #expect(try Exchange.complaint(text + "\n", into: database) != nil)
        #expect(try Exchange.rows(database).values.allSatisfy { $0 == 0 })
    }

    @Test func whatWasCutOffByAKillLandsUpToTheRunBefore() throws {
        let first = try Exchange.planted()
        let other = try Exchange.planted(PlantedRecords(id: UUID()))
        for cut in [other.utf8.count - 2, other.utf8.count - 60, other.utf8.count / 2] {
            let database = try ResultsDatabase.inMemory()
            let text = first + String(decoding: other.utf8.prefix(cut), as: UTF8.self)
            let complaint = try #require(try Exchange.complaint(text, into: database))
            #expect(complaint.contains("so nothing of th"), "\(complaint)")
            #expect(try database.runs().map(\.id) == [PlantedRecords().id])
            #expect(try Exchange.export(.ndjson, database) == first)
        }
    }

    @Test func aFileThatEndsBetweenTwoLinesOfARunIsCutOffToo() throws {
        let lines = try Exchange.planted().split(separator: "\n")
        let database = try ResultsDatabase.inMemory()
        let complaint = try Exchange.complaint(lines.dropLast(3).joined(separator: "\n") + "\n", into: database)
        #expect(complaint?.contains("the file ends before the run") == true)
        #expect(complaint?.hasPrefix("FILE:\(lines.count - 3): ") == true)
        #expect(try database.runs().isEmpty)
    }

    @Test func aMissingLastNewlineIsNoDamage() throws {
        let text = try Exchange.planted()
        #expect(try Exchange.take(String(text.dropLast()), into: try ResultsDatabase.inMemory()).new == 1)
    }

    @Test(arguments: [
        ("", "FILE: the file is empty"),
        ("<?xml version=\"1.0\"?>\n", "FILE:1: the line is no JSON object"),
        ("{\"name\": 1}\n", "FILE:1: this is no export of Plimsoll's"),
        ("[]\n", "FILE:1: the line is no JSON object"),
        ("{\"kind\":\"plimsoll\",\"format\":2,\"schema\":1,\"tool\":\"9.0\"}\n", "FILE:1: a newer Plimsoll (9.0)"),
        ("{\"kind\":\"plimsoll\",\"format\":1,\"schema\":99,\"tool\":\"9.0\"}\n", "FILE:1: a newer Plimsoll (9.0)"),
        ("{\"kind\":\"plimsoll\"}\n", "FILE:1: the header lacks `format`"),
    ])
    func whatIsNoExportIsRefused(_ text: String, _ complaint: String) throws {
        let said = try Exchange.complaint(text, into: try ResultsDatabase.inMemory())
        #expect(said?.hasPrefix(complaint) == true, "\(said ?? "nothing")")
    }

    @Test func compressedFilesAndFoldersAreRefusedWithTheWayOut() throws {
        try Exchange.withFolder { folder in
            let path = folder + "/a.gz"
            try Data([0x1F, 0x8B, 8, 0]).write(to: URL(fileURLWithPath: path))
            var work = ResultsImport(into: try ResultsDatabase.inMemory())
            let error = #expect(throws: ImportError.self) { try work.take(path: path) }
            #expect(error?.message.contains("gunzip -c") == true)
            let other = #expect(throws: ImportError.self) { try work.take(path: folder) }
            #expect(other?.message.contains("folder") == true)
            #expect(throws: ImportError.self) { try work.take(path: folder + "/none") }
        }
    }
}
