using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Tests;

public class FindRecipientTests
{
    private static readonly PyxproClient Hk = Client("111", "key_of_hk");
    private static readonly PyxproClient Mo = Client("222", "key_of_mo");

    [Theory]
    [InlineData("<xml><mch_id>111</mch_id></xml>")]
    [InlineData("<xml><a>1</a><mch_id><![CDATA[111]]></mch_id><sign>forged</sign></xml>")]
    public void FindRecipient_MerchantThatIsNamed_IsFoundUnverified(string xml)
    {
        Find(xml, Mo, Hk).Should().BeSameAs(Hk);
        Find(xml, Hk, Mo).Should().BeSameAs(Hk);
    }

    [Theory]
    [InlineData("<xml><mch_id>333</mch_id></xml>")]
    [InlineData("<xml><mch_id>1110</mch_id></xml>")]
    [InlineData("<xml><mch_id>11</mch_id></xml>")]
    [InlineData("<xml><mch_id></mch_id></xml>")]
    [InlineData("<xml><MCH_ID>111</MCH_ID></xml>")]
    [InlineData("<xml><mch_id>111</mch_id><mch_id>222</mch_id></xml>")]
    [InlineData("<xml><mch_id>111</mch_id>")]
    [InlineData("<html/>")]
    [InlineData("")]
    public void FindRecipient_NobodyIsNamed_IsNull(string xml) => Find(xml, Hk, Mo).Should().BeNull();

    [Fact]
    public void FindRecipient_OptionsOfOneAreBroken_PassesItOver()
    {
        var services = SuiteLog.MakeServices();
        services.AddPyxpro("hk", new ConfigurationBuilder().Build());
        using var provider = services.BuildServiceProvider();
        var broken = provider.GetRequiredKeyedService<PyxproClient>("hk");

        Find("<xml><mch_id>222</mch_id></xml>", broken, Mo).Should().BeSameAs(Mo);
    }

    [Fact]
    public void FindRecipient_WhateverIsPosted_AllocatesNothing()
    {
        PyxproClient[] clients = [Hk, Mo];
        var body = Encoding.UTF8.GetBytes(TestMerchant.Signed(TestMerchant.Good()));
        _ = PyxproClient.FindRecipient(clients, body);

        // Of several tries: a collection in between can take the pool's arrays away.
        Enumerable.Range(0, 10).Min(_ => AllocatedBy(clients, body)).Should().Be(0);
    }

    [Fact]
    public void FindRecipient_WithoutClients_Throws()
    {
        var act = () => PyxproClient.FindRecipient(null!, []);

        act.Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void MchId_IsTheConfiguredOne() => Hk.MchId.Should().Be("111");

    private static long AllocatedBy(PyxproClient[] clients, byte[] body)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = PyxproClient.FindRecipient(clients, body);

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static PyxproClient? Find(string xml, params PyxproClient[] clients) =>
        PyxproClient.FindRecipient(clients, Encoding.UTF8.GetBytes(xml));

    private static PyxproClient Client(string mchId, string key)
    {
        var options = TestMerchant.Options;
        options.MchId = mchId;
        options.Key = key;

        return new PyxproClient(new HttpClient(), options, SuiteLog.Factory);
    }
}
