using System.Net;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>A gateway that is not to be reached at times.</summary>
internal sealed class ShakyGateway(GatewaySimulator simulator) : DelegatingHandler(simulator.CreateHandler())
{
    /// <summary>Gets or sets how many attempts are still to fail.</summary>
    public int Failures { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        --Failures >= 0
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request })
            : base.SendAsync(request, cancellationToken);
}
