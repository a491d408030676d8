using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Detects merchants' keys in configuration files below the web root, which the host serves to
/// everybody.</summary>
internal static class ExposedKeyDetector
{
    // One warning per merchant, also if it has several endpoints.
    private static readonly ConditionalWeakTable<PyxproClient, object> Warned = [];

    public static void Check(
        IServiceProvider services, IReadOnlyList<string> merchants, NotificationTelemetry telemetry)
    {
        try
        {
            foreach (var name in merchants)
            {
                Check(services, name, telemetry);
            }
        }
        catch (Exception)
        {
            // A file that cannot be read, or a client without options, must not prevent the endpoint.
        }
    }

    private static void Check(IServiceProvider services, string name, NotificationTelemetry telemetry)
    {
        if (services.GetService<IWebHostEnvironment>()?.WebRootPath is not { Length: > 0 } webRoot
            || services.GetService<IConfiguration>() is not IConfigurationRoot configuration)
        {
            return;
        }

        var merchant = services.GetRequiredService<IOptionsMonitor<PyxproOptions>>().Get(name);
        var paths = configuration.AsEnumerable().Select(setting => setting.Key).ToList();
        var found = FilesOf(configuration).FirstOrDefault(file =>
            paths.Exists(path => ContainsKey(file.Provider, path, merchant)) && IsBelow(file.Path, webRoot));
        if (found.Path is { } file && Warned.TryAdd(FindClient(services, name), merchant))
        {
            telemetry.OnKeyExposed(merchant.MchId, file);
        }
    }

    private static PyxproClient FindClient(IServiceProvider services, string name) => name.Length == 0
        ? services.GetRequiredService<PyxproClient>()
        : services.GetRequiredKeyedService<PyxproClient>(name);

    private static bool ContainsKey(FileConfigurationProvider provider, string path, PyxproOptions merchant) =>
        provider.TryGet(path, out var value)
        && !string.IsNullOrEmpty(value)
        && (value == merchant.Key || value == merchant.PreviousKey);

    private static IEnumerable<(FileConfigurationProvider Provider, string Path)> FilesOf(
        IConfigurationRoot configuration)
    {
        foreach (var provider in configuration.Providers)
        {
            if (provider is ChainedConfigurationProvider { Configuration: IConfigurationRoot chained })
            {
                foreach (var file in FilesOf(chained))
                {
                    yield return file;
                }
            }
            else if (provider is FileConfigurationProvider { Source: { FileProvider: { } files, Path: { } name } } read
                && files.GetFileInfo(name) is { Exists: true, PhysicalPath: { } path })
            {
                yield return (read, path);
            }
        }
    }

    private static bool IsBelow(string file, string folder) =>
        IsWithin(Path.GetRelativePath(folder, file)) || IsWithin(Path.GetRelativePath(Resolve(folder), Resolve(file)));

    private static bool IsWithin(string relativePath) =>
        !Path.IsPathRooted(relativePath)
        && relativePath != ".."
        && !relativePath.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    /// <summary>Returns a path with all its links resolved.</summary>
    private static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var here = Path.Combine(Resolve(parent), Path.GetFileName(full));

        return new FileInfo(here).ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Resolve(target.FullName)
            : here;
    }
}
