using ConfParsers.Keepalived;

namespace Keepalived.Net.Process;

/// <summary>Instances by their names for those who hear of them: what a reload has taken away stands in the configuration before it only.</summary>
public sealed class InstanceNames
{
    private KeepalivedModel? before;

    /// <summary>What is configured now; null: nothing was read yet.</summary>
    public KeepalivedModel? Model { get; private set; }

    public void Adopt(KeepalivedModel next) => (before, Model) = (Model ?? next, next);

    public VrrpInstance? Find(string name) => Find(Model, name) ?? Find(before, name);

    private static VrrpInstance? Find(KeepalivedModel? model, string name) => model is null ? null : Array.Find(model.Instances, each => each.Name == name);
}
