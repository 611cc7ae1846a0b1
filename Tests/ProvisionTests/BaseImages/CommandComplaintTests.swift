import Testing

@testable import Provision

@Suite struct CommandComplaintTests {
    @Test(arguments: [
        ("E: Unable to locate package nosuch", PreparationError.Code.unresolvable),
        ("ERROR: No matching distribution found for nose==9.9", .unresolvable),
        ("Err:1 http://mirror.example Temporary failure resolving 'mirror.example'", .unreachable),
        (
            "WARNING: Retrying after connection broken: Failed to establish a new connection\nERROR: No matching distribution found",
            .unreachable
        ),
        ("E: Failed to fetch: write error\ntar: ./usr: Cannot write: No space left on device", .noSpace),
        ("/usr/bin/python3: No module named pip", .missingTool),
        ("E: mmdebstrap failed to run", .commandFailed),
    ])
    func kindIsReadFromTheComplaint(complaint: String, code: PreparationError.Code) {
        #expect(CommandComplaint.code(of: complaint) == code)
    }

    @Test func everyErrorSaysWhatFailedAndKeepsItsWords() {
        let error = CommandComplaint.error(tool: .aptGet, status: "exited(100)", complaint: "E: Broken\nE: Twice")
        #expect(error.description == "apt-get failed (exited(100)).\n  E: Broken\n  E: Twice")
    }
}
