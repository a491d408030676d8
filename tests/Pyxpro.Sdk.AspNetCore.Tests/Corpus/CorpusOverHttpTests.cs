using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;

namespace Pyxpro.Sdk.Tests;

/// <summary>The notifications of the corpus, posted to a shop that compares each with its order.</summary>
public sealed class CorpusOverHttpTests : IClassFixture<CorpusOverHttpTests.Shops>
{
    private readonly Shops _shops;

    public CorpusOverHttpTests(Shops shops) => _shops = shops;

    public static TheoryData<string, Server> Notifications
    {
        get
        {
            var data = new TheoryData<string, Server>();
            foreach (var @case in CorpusFiles.Cases.Values.Where(@case => @case.IsNotification))
            {
                data.Add(@case.Id, Server.TestServer);
                data.Add(@case.Id, Server.Kestrel);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Notifications))]
    public async Task Notification_OfTheCorpus_IsAcknowledgedOnlyIfItIsToBeAccepted(string id, Server server)
    {
        var @case = CorpusFiles.Cases[id];
        var body = new ByteArrayContent(CorpusFiles.Read(@case));
        body.Headers.TryAddWithoutValidation("Content-Type", @case.ContentType);
        var shop = await _shops.OfAsync(server);

        var response = await shop.PostAsync(body, $"{Shop.Path}?case={id}");

        @case.AcceptableOutcomes.Should().Contain(
            outcome => response == (outcome == "accept" ? EndpointResponse.Success : EndpointResponse.Fail));
        var isPaid = _shops.Paid.ContainsKey((id, server));
        isPaid.Should().Be(response == EndpointResponse.Success && (@case.IsPaid ?? isPaid));
    }

    [Fact]
    public void Corpus_HasAllItsNotifications() =>
        CorpusFiles.Cases.Values.Where(@case => @case.IsNotification).Should().HaveCount(219);

    /// <summary>One shop on each server, for all cases.</summary>
    public sealed class Shops : IAsyncLifetime
    {
        private static readonly AsyncLocal<string?> CaseOf = new();

        private readonly Dictionary<Server, Task<Shop>> _shops = [];

        /// <summary>Gets the cases whose order was marked paid.</summary>
        internal ConcurrentDictionary<(string Id, Server Server), bool> Paid { get; } = new();

        public ValueTask InitializeAsync()
        {
            foreach (var server in Enum.GetValues<Server>())
            {
                _shops[server] = StartAsync(server);
            }

            return ValueTask.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var shop in _shops.Values)
            {
                await (await shop).DisposeAsync();
            }
        }

        internal Task<Shop> OfAsync(Server server) => _shops[server];

        private Task<Shop> StartAsync(Server server)
        {
            // All cases are of the guide's test merchant and key.
            var any = CorpusFiles.Cases["ok-plain"];

            return Shop.StartAsync(server, new ShopSetup
            {
                Services = services => services.AddPyxpro(options =>
                {
                    TestMerchant.Configure(options);
                    options.MchId = any.MchId;
                    options.Key = any.Key;
                }),
                Handler = (notification, _, _) =>
                {
                    var id = CaseOf.Value!;
                    if (notification.IsPaid)
                    {
                        var order = CorpusFiles.Cases[id].Order;
                        notification.EnsureMatches(
                            order["out_trade_no"],
                            long.Parse(order["total_fee"], CultureInfo.InvariantCulture),
                            order["fee_type"]);
                        Paid[(id, server)] = true;
                    }

                    return Task.CompletedTask;
                },
                Middleware = app => app.Use(async (context, next) =>
                {
                    // Only to tell the handler which order the case is about: the endpoint sees none of it.
                    CaseOf.Value = context.Request.Query["case"];
                    await next(context);
                }),
            });
        }
    }
}
