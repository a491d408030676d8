using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pyxpro.Sdk.Tests;

/// <summary>Self-signed certificates of a server.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 Make(int fromDays = -1, int toDays = 10, string host = "127.0.0.1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=gateway", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;

        return request.CreateSelfSigned(now.AddDays(fromDays), now.AddDays(toDays));
    }
}
