using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pyxpro.Sdk.Tests;

/// <summary>Servers whose certificates are not to be trusted see no byte of a request.</summary>
public class HttpTransportTlsTests
{
    private static readonly string GoodResponse = TestMerchant.Signed(TestMerchant.Good(("code_url", "https://qr.test/1")));

    [Fact]
    public async Task Call_TrustedCertificate_Succeeds()
    {
        using var certificate = MakeCertificate();

        var (call, requests) = await CallAsync(certificate, isTrusted: true);

        (await call()).CodeUrl.Should().Be("https://qr.test/1");
        requests().Should().Be(1);
    }

    [Fact]
    public async Task Call_UntrustedCertificate_IsNotSent()
    {
        using var certificate = MakeCertificate();

        await NotSentAsync(certificate, isTrusted: false);
    }

    [Fact]
    public async Task Call_CertificateOfAnotherHost_IsNotSent()
    {
        using var certificate = MakeCertificate(host: IPAddress.Parse("127.0.0.2"));

        await NotSentAsync(certificate, isTrusted: true);
    }

    [Theory]
    [InlineData(-20, -10)]
    [InlineData(10, 20)]
    public async Task Call_CertificateOutOfItsTime_IsNotSent(int fromDays, int toDays)
    {
        using var certificate = MakeCertificate(fromDays, toDays);

        await NotSentAsync(certificate, isTrusted: true);
    }

    private static async Task NotSentAsync(X509Certificate2 certificate, bool isTrusted)
    {
        var (call, requests) = await CallAsync(certificate, isTrusted);

        (await call.Should().ThrowAsync<PyxproTransportException>()).Which.Outcome.Should().Be(PyxproOutcome.NotSent);
        requests().Should().Be(0);
    }

    private static async Task<(Func<Task<CreateNativeOrderResponse>> Call, Func<int> Requests)> CallAsync(
        X509Certificate2 certificate, bool isTrusted)
    {
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.ReadRequestAsync();
                await connection.ResponseAsync(GoodResponse);
            },
            certificate);
        using var httpClient = new HttpClient(CreateHandler(isTrusted ? certificate : null));
        var options = TestMerchant.Options;
        options.GatewayUrl = server.Url;
        var client = new PyxproClient(httpClient, options, SuiteLog.Factory, new SteppedTime());

        // Ended here, while the server lives; looked at by the test.
        var call = client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        await Task.WhenAny(call);

        return (() => call, () => server.Requests);
    }

    private static SocketsHttpHandler CreateHandler(X509Certificate2? root)
    {
        var handler = PyxproClient.CreateHandler();
        handler.ConnectTimeout = Timeout.InfiniteTimeSpan;
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (root is not null)
        {
            handler.SslOptions.CertificateChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(root);
        }

        return handler;
    }

    private static X509Certificate2 MakeCertificate(int fromDays = -1, int toDays = 10, IPAddress? host = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=gateway", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(host ?? IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;

        return request.CreateSelfSigned(now.AddDays(fromDays), now.AddDays(toDays));
    }
}
