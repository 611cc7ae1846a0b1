/// What real engines answered to `/version` and `/info`, cut to what their traits depend on.
enum RecordedEngines {
    static let version20 = """
        {"Version":"20.10.24+dfsg1","ApiVersion":"1.41","MinAPIVersion":"1.12","Components":[
        {"Name":"Engine","Version":"20.10.24+dfsg1"},{"Name":"containerd","Version":"1.6.20~ds1"},
        {"Name":"runc","Version":"1.1.5+ds1"},{"Name":"docker-init","Version":"0.19.0"}]}
        """
    static let info20 = """
        {"ID":"6AMI:BOUY:ZJRM:TRU4:MRLK:OFEF:LKIP:MAYN:DM3M:FIUA:OVWQ:I6CO","Driver":"overlay2","DriverStatus":[
        ["Backing Filesystem","extfs"],["Supports d_type","true"],["Native Overlay Diff","true"],["userxattr","false"]],
        "ServerVersion":"20.10.24+dfsg1"}
        """
    static let version26 = """
        {"Version":"26.1.5+dfsg1","ApiVersion":"1.45","MinAPIVersion":"1.24","Components":[
        {"Name":"Engine","Version":"26.1.5+dfsg1"},{"Name":"containerd","Version":"1.7.24~ds1"},
        {"Name":"runc","Version":"1.1.15+ds1"},{"Name":"docker-init","Version":"0.19.0"}]}
        """
    /// Of 26.1.5.
    static let layers = """
        {"ID":"cc3d37b5-f4f9-4dd1-966e-fc9ccc9cbfdb","Driver":"overlay2","DriverStatus":[["Backing Filesystem","extfs"],
        ["Supports d_type","true"],["Using metacopy","false"],["Native Overlay Diff","true"],["userxattr","false"]],
        "ServerVersion":"26.1.5+dfsg1"}
        """
    static let version28 = """
        {"Version":"28.5.2+dfsg4","ApiVersion":"1.51","MinAPIVersion":"1.24","Components":[
        {"Name":"Engine","Version":"28.5.2+dfsg4"},{"Name":"containerd","Version":"2.1.9+unknown"},
        {"Name":"runc","Version":"1.3.6+ds1"},{"Name":"docker-init","Version":"0.19.0"}]}
        """
    static let containerd26 = """
        {"ID":"f8bad9e2-31d6-42a1-99f6-34dfe48332d2","Driver":"overlayfs",
        "DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]],"ServerVersion":"26.1.5+dfsg1"}
        """
    static let containerd28 = """
        {"ID":"dd0ce4fa-0583-4a10-8b2e-e5ce41a82c4d","Driver":"overlayfs",
        "DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]],"ServerVersion":"28.5.2+dfsg4"}
        """
    static let versionPodman = """
        {"Version":"5.4.2","ApiVersion":"1.41","MinAPIVersion":"1.24","Components":[
        {"Name":"Podman Engine","Version":"5.4.2"},{"Name":"Conmon","Version":"conmon version 2.1.12, commit: unknown"},
        {"Name":"OCI Runtime (crun)","Version":"crun version 1.21"}]}
        """
    static let infoPodman = """
        {"ID":"bedf47b9-f58f-4f54-8dd0-2dd3d153ccdc","Driver":"overlay","DriverStatus":[["Backing Filesystem","extfs"],
        ["Supports d_type","true"],["Native Overlay Diff","true"],["Using metacopy","false"],["Supports shifting","false"],
        ["Supports volatile","true"]],"ServerVersion":"5.4.2"}
        """
}
