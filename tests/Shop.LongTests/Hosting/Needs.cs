namespace Shop.Tests;

/// <summary>What some tests need beside .NET. CI installs it, and there it must not be missing; elsewhere such a test
/// says what it lacks, and is skipped.</summary>
internal static class Needs
{
    private static bool IsCI => Environment.GetEnvironmentVariable("CI") == "true";

    public static void Program(bool isThere, string name, string package)
    {
        var reason = $"{name} is missing. Install it: apt-get install {package}";
        Assert.SkipUnless(isThere || IsCI, reason);
        Assert.True(isThere, reason);
    }
}
