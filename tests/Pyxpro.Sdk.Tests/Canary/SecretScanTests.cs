namespace Pyxpro.Sdk.Tests;

public class SecretScanTests
{
    private const string Signature = "5F566F2B7706BD8F67A2F2D75C6A88DC";

    public static TheoryData<string> Secrets =>
    [
        TestMerchant.Key,
        $"key={TestMerchant.Key}&",
        CanaryKeys.Current.ToUpperInvariant(),
        Signature,
        $"sign: '{Signature.ToLowerInvariant()}'",
        $"5F {Signature} 5F",
        new string('a', 32),
    ];

    public static TheoryData<string> Harmless =>
    [
        "",
        "test",
        Signature[1..],
        Signature + "0",
        $"{Signature}{Signature}",
        new string('1', 32),
        Guid.Empty.ToString(),
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Find_Secret_IsFound(string text) => SecretScan.Find(text).Should().NotBeNull();

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Find_HarmlessText_IsLeft(string text) => SecretScan.Find(text).Should().BeNull();
}
