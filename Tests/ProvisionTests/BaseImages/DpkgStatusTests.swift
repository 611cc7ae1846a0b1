import Testing

@testable import Provision

@Suite struct DpkgStatusTests {
    @Test func onlyInstalledPackagesCount() {
        let installed = BaseImage.installed(
            """
            Package: apt
            Status: install ok installed
            Description: a manager
             Version: this line is the description's
            Version: 2.6.1

            Package: gone
            Status: deinstall ok config-files
            Version: 1.0

            Package: tar
            Status: install ok installed
            Version: 1.34+dfsg-1.2

            """)
        #expect(installed == ["apt 2.6.1", "tar 1.34+dfsg-1.2"])
    }
}
