import Testing

@testable import Engine

@Suite struct DockerfileVariablesTests {
    @Test(arguments: [
        ("$A", "1"), ("$AB", "2"), ("${A}B", "1B"), ("$A$AB", "12"), ("a$", "a$"), ("$-", "$-"), ("x${NONE}y", "xy"),
        ("${A:-d}", "1"), ("${NONE:-d}", "d"), ("${EMPTY:-d}", "d"), ("${EMPTY-d}", ""), ("${NONE-d}", "d"),
        ("${A:+s}", "1s".replacing("1", with: "")), ("${NONE:+s}", ""), ("${EMPTY:+s}", ""), ("${EMPTY+s}", "s"),
        ("${NONE:-${A}-$AB}", "1-2"), ("\\$A", "$A"), ("'$A'", "$A"), ("\"$A\"", "1"), ("\"'$A'\"", "'1'"),
        ("\"a\\b\"", "a\\b"),
        ("\"\\$A\"", "$A"), ("$A/$AB:${A}", "1/2:1"), ("ü$A", "ü1"),
    ])
    func areFilledIn(_ text: String, _ wanted: String) {
        let variables = DockerfileVariables(["A": "1", "AB": "2", "EMPTY": ""])
        // A dictionary has another order each time that it is made.
        for _ in 0..<3 { #expect(variables.fill(text).text == wanted) }
    }

    @Test func whatIsNotSetIsNamed() {
        let filled = DockerfileVariables(["A": "1"]).fill("$A ${B:-x} '$C' ${D%x}")
        #expect(filled.used == ["A"] && filled.unset == ["B", "D"])
        #expect(DockerfileVariables(["A": "1"], escape: UInt8(ascii: "`")).fill("`$A \\$A").text == "$A \\1")
    }

    @Test func defaultsNameWhatWasDeclaredBefore() {
        let file = Dockerfile(
            "ARG A=1 B=$A\nARG C=${B}-${A}\nARG D\nENV E=$A F=\"x y\"\nENV G  two words\nENV A=9 H=$A")
        var variables = DockerfileVariables()
        for instruction in file.instructions.prefix(3) {
            for (name, value) in variables.declared(by: instruction, given: ["A": "5"]) {
                variables.values[name] = name == "A" ? "5" : value
            }
        }
        #expect(variables.values == ["A": "5", "B": "5", "C": "5-5"])
        for instruction in file.instructions.dropFirst(3) { variables.set(by: instruction) }
        #expect(
            variables.values == [
                "A": "9", "B": "5", "C": "5-5", "E": "5", "F": "x y", "G": "two words", "H": "5",
            ])
    }

    @Test(
        arguments: [
            ("COPY . .", [.context(["."])]), ("COPY --chown=1:1 a b/ c/", [.context(["a", "b/"])]),
            ("COPY [\"a file\", \"to\"]", [.context(["a file"])]),
            ("ADD https://example.org/x.tar a /x", [.context(["a"]), .elsewhere]),
            ("COPY --from=build /made .", [.from("build")]), ("COPY $SET/x $NONE", [.context(["v/x"])]),
            ("COPY $NONE .", [.context(nil)]), ("COPY <<END /file", []), ("COPY a <<END /file/", [.context(["a"])]),
            ("RUN true", []), ("RUN --mount=type=bind,target=/r x", [.context(["."])]),
            (
                "RUN --mount=src=$SET --mount=type=cache,target=/c --mount=type=secret,id=a --mount=from=b x",
                [.context(["v"]), .from("b")]
            ),
        ] as [(String, [InstructionSource])])
    func sourcesAreRead(_ instruction: String, _ wanted: [InstructionSource]) {
        let found = Dockerfile(instruction).instructions.first?.sources(DockerfileVariables(["SET": "v"]))
        #expect(found == wanted)
    }
}
