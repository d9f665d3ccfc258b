using ConfParsers.Keepalived;
using Keepalived.Net.CommandLine;

namespace Keepalived.Net.Process;

/// <summary>
/// Reads the configuration again, with the guards that users may put before that: a check first, a file that says "reading".
/// (keepalived.conf(5) "reload_check_config", "reload_file")
/// </summary>
public sealed class Reloader(DaemonOptions options, DaemonLog log)
{
    public const string DefaultReloadFile = DaemonPaths.PidDirectory + "/keepalived.reload";

    /// <param name="running">Its guards count, not those of what is read.</param>
    /// <returns>Null: the running configuration is kept.</returns>
    public KeepalivedModel? Read(KeepalivedModel running, out RecordingSurroundings surroundings)
    {
        var settings = running.Global.Housekeeping;
        surroundings = new RecordingSurroundings(new Machine());
        if (settings.CheckBeforeReload && !Check(settings.ReloadCheckLog ?? "/dev/null")) return null;
        log.Write("Reloading ...");
        using var guard = ReloadGuard.Hold(settings.ReloadFile is null ? null : settings.ReloadFile.Length > 0 ? settings.ReloadFile : DefaultReloadFile, log);
        var result = KeepalivedConfig.Load(options.ConfigurationFile, surroundings, options.Reading);
        foreach (var diagnostic in result.Diagnostics) log.Write(diagnostic.Message);
        if (result.IsFound && !result.IsFatal) return result.Model;
        log.Write("Reload failed: the running configuration is kept");
        return null;
    }

    /// <summary>A start on what lies on the disk would work.</summary>
    public bool CanBeRead()
    {
        var result = KeepalivedConfig.Load(options.ConfigurationFile, new Machine(), options.Reading);
        if (result.IsFound && !result.IsFatal) return true;
        foreach (var diagnostic in result.Diagnostics) log.Write(diagnostic.Message);
        return false;
    }

    private bool Check(string path)
    {
        log.Write("validate conf before Reload");
        var result = KeepalivedConfig.Load(options.ConfigurationFile, new Machine(), options.Reading);
        try
        {
            File.WriteAllLines(path, result.Diagnostics.Select(each => each.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Write($"Unable to write config check log {path} - {e.Message}");
        }

        if (result is { IsFound: true, ExitCode: 0 }) return true;
        log.Write($"New config failed validation, see {path} for details");
        return false;
    }
}

/// <summary>A file that is there and empty while the configuration is read, so that whoever writes it can wait.</summary>
internal sealed class ReloadGuard : IDisposable
{
    private readonly string? path;

    private ReloadGuard(string? path) => this.path = path;

    public static ReloadGuard Hold(string? path, DaemonLog log)
    {
        if (path is null) return new ReloadGuard(null);
        try
        {
            File.WriteAllBytes(path, []);
            return new ReloadGuard(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Write($"Unable to create reload file {path} - {e.Message}");
            return new ReloadGuard(null);
        }
    }

    public void Dispose()
    {
        try
        {
            if (path is not null) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody took it away already, or its directory.
        }
    }
}
