import Foundation
import Model
import Testing

@testable import Provision

/// Indexes of generated packages, checked by programs that had no part in making them: tar, gzip, sha512sum, python3.
@Suite struct GeneratedIndexTests {
    private static let levels = [2, 3]

    private func write(_ manager: PackageManager) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        for file in try GeneratedPackages(manager, levels: Self.levels).index() {
            let path = "\(directory.path)/\(file.path)"
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(file.bytes).write(to: URL(fileURLWithPath: path))
        }
        return directory
    }

    /// Runs a line of shell in a directory and returns what it printed.
    private func shell(_ line: String, in directory: TemporaryDirectory) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-euo", "pipefail", "-c", line]
        process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(line)")
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: PackageManager.allCases)
    func theSameEachTime(manager: PackageManager) throws {
        let packages = GeneratedPackages(manager, levels: Self.levels)
        #expect(try packages.index() == packages.index())
        #expect(packages.all.count == 10)
    }

    @Test func everyPackageBelongsToOneAboveIt() {
        for manager in PackageManager.allCases {
            let all = GeneratedPackages(manager).all
            let needed = Set(all.flatMap(\.dependencies))
            let below = Set(all.map(\.name).filter { !$0.hasPrefix("cargo-a") })
            #expect(needed == below)
            #expect(all.filter { $0.name.hasPrefix("cargo-a") }.count == 24)
            // No package needs one of its own level or above: letters of levels only rise.
            #expect(all.allSatisfy { package in package.dependencies.allSatisfy { $0 > package.name } })
        }
    }

    @Test func npmsIntegrityIsThatOfItsTarballs() throws {
        let directory = try write(.npm)
        let checked = try shell(
            """
            python3 - <<'EOF'
            import base64, hashlib, io, json, pathlib, tarfile
            names = [p for p in pathlib.Path('npm').iterdir() if p.is_file()]
            for path in sorted(names):
                packument = json.loads(path.read_text())
                assert packument['name'] == path.name and packument['dist-tags'] == {'latest': '1.1.0'}
                for version, described in packument['versions'].items():
                    tarball = pathlib.Path('npm', described['dist']['tarball'].split('/npm/')[1]).read_bytes()
                    digest = base64.b64encode(hashlib.sha512(tarball).digest()).decode()
                    assert described['dist']['integrity'] == 'sha512-' + digest
                    assert described['dist']['shasum'] == hashlib.sha1(tarball).hexdigest()
                    inside = json.load(tarfile.open(fileobj=io.BytesIO(tarball)).extractfile('package/package.json'))
                    assert (inside['name'], inside['version']) == (path.name, version)
                    print(path.name, version, ','.join(sorted(inside['dependencies'])))
            EOF
            """, in: directory)
        #expect(checked.split(separator: "\n").count == 10)
        #expect(checked.hasPrefix("cargo-a01 1.0.0 cargo-b01,cargo-b03\n"))
    }

    @Test func composersShasumIsThatOfItsZips() throws {
        let directory = try write(.composer)
        let checked = try shell(
            """
            python3 - <<'EOF'
            import hashlib, io, json, pathlib, zipfile
            root = json.loads(pathlib.Path('composer/packages.json').read_text())
            for name in root['available-packages']:
                path = root['metadata-url'].replace('%package%', name).lstrip('/')
                for described in json.loads(pathlib.Path(path).read_text())['packages'][name]:
                    archive = pathlib.Path('composer', described['dist']['url'].split('/composer/')[1]).read_bytes()
                    assert described['dist']['shasum'] == hashlib.sha1(archive).hexdigest()
                    opened = zipfile.ZipFile(io.BytesIO(archive))
                    assert opened.testzip() is None
                    assert json.loads(opened.read('composer.json'))['version'] == described['version']
                    print(name, described['version'])
            EOF
            """, in: directory)
        #expect(checked.split(separator: "\n").count == 10)
    }

    @Test func theCompactIndexNamesTheGemsDigests() throws {
        let directory = try write(.gem)
        let checked = try shell(
            """
            python3 - <<'EOF'
            import gzip, hashlib, io, pathlib, re, tarfile
            lines = pathlib.Path('gem/versions').read_text().split('---\\n')[1].splitlines()
            for line in lines:
                name, versions, digest = line.split(' ')
                info = pathlib.Path('gem/info', name).read_bytes()
                assert hashlib.md5(info).hexdigest() == digest
                for entry in info.decode().splitlines()[1:]:
                    version, checksum = re.match(r'(\\S+) .*\\|checksum:(\\w+)$', entry).groups()
                    gem = pathlib.Path('gem/gems', f'{name}-{version}.gem').read_bytes()
                    assert hashlib.sha256(gem).hexdigest() == checksum
                    parts = tarfile.open(fileobj=io.BytesIO(gem))
                    sums = gzip.decompress(parts.extractfile('checksums.yaml.gz').read()).decode()
                    for part in ('metadata.gz', 'data.tar.gz'):
                        assert f'  {part}: ' + hashlib.sha256(parts.extractfile(part).read()).hexdigest() in sums
                    text = gzip.decompress(parts.extractfile('metadata.gz').read()).decode()
                    assert f'name: {name}\\n' in text and f'  version: {version}\\n' in text
                    print(name, version)
            EOF
            """, in: directory)
        #expect(checked.split(separator: "\n").count == 10)
    }
}
