// The product and its tests run on Linux (docs/architecture.md, platform): file modes are at hand.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
