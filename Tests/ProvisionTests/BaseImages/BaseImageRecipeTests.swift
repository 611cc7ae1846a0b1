import Foundation
import Testing

@testable import Provision

@Suite struct BaseImageRecipeTests {
    private let sources = DebianSources(
        targets: "Debian|bookworm|bookworm|main|http://mirror.example/debian/",
        settings: ["Acquire::http::Proxy \"http://proxy.example:3142\";"])

    @Test func argumentsNameTheMachinesSources() {
        let arguments = BaseImageRecipe().arguments(sources: sources, archive: "/state/image.tar")
        #expect(arguments.contains("--variant=minbase"))
        #expect(arguments.contains("--dpkgopt=force-unsafe-io"))
        #expect(arguments.contains("--dpkgopt=path-exclude=/usr/share/doc/*"))
        #expect(arguments.contains("--aptopt=Acquire::http::Proxy \"http://proxy.example:3142\";"))
        #expect(
            arguments.suffix(3) == [
                "bookworm", "/state/image.tar",
                "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian/ bookworm main",
            ])
    }

    @Test func hooksWriteTheMirrorsConfigurationAndRemoveTheMachines() throws {
        let root = try TemporaryDirectory()
        for directory in ["etc/apt/apt.conf.d", "var/cache/debconf", "var/lib/dpkg"] {
            try root.makeDirectory(directory)
        }
        try root.write("proxy", to: "etc/apt/apt.conf.d/99mmdebstrap")
        try root.write("nameserver 192.0.2.1", to: "etc/resolv.conf")
        try root.write("0123", to: "etc/machine-id")
        let hooks = BaseImageRecipe().arguments(sources: sources, archive: "").filter {
            $0.hasPrefix("--customize-hook=")
        }
        for hook in hooks {
            // As mmdebstrap runs them: the image's root is the first argument of a shell.
            let shell = Process()
            shell.executableURL = URL(fileURLWithPath: "/bin/sh")
            shell.arguments = ["-c", String(hook.dropFirst("--customize-hook=".count)), "exec", root.path]
            try shell.run()
            shell.waitUntilExit()
            #expect(shell.terminationStatus == 0)
        }
        #expect(try root.read("etc/apt/sources.list") == "deb [trusted=yes] http://packages.plimsoll.internal/apt ./\n")
        #expect(try root.read("etc/pip.conf").contains("index-url = http://packages.plimsoll.internal/pip/simple\n"))
        #expect(try root.read("etc/apt/apt.conf.d/90plimsoll").contains("DPkg::Post-Invoke { \"rm -f"))
        #expect(try root.read("etc/resolv.conf") == "")
        #expect(!root.exists("etc/apt/apt.conf.d/99mmdebstrap"))
        #expect(!root.exists("etc/machine-id"))
    }

    @Test func nameIsTheRecipesNotTheMachines() {
        #expect(BaseImageRecipe().name.wholeMatch(of: /base-bookworm-[0-9a-f]{12}/) != nil)
        #expect(BaseImageRecipe().name == BaseImageRecipe().name)
    }

    @Test func quotesForTheShell() {
        #expect(BaseImageRecipe.quoted("it's") == "'it'\\''s'")
        #expect(BaseImageRecipe.quoted("") == "''")
    }

    @Test func stepsAreReadFromProgress() {
        #expect(Workshop.step("I: installing essential packages...") == "installing essential packages")
        #expect(Workshop.step("I: success in 49.8451 seconds") == nil)
        #expect(Workshop.step("W: cannot...") == nil)
    }
}
