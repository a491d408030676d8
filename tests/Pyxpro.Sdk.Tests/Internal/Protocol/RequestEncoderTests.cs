using System.Collections.Concurrent;
using System.Text;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

public class RequestEncoderTests
{
    // Several blocks of random bytes.
    private const int Count = 1000;

    [Fact]
    public void Write_ManyTimesAtOnce_GivesDigitsThatNeverRepeat()
    {
        var source = new NonceSource();
        var nonces = new ConcurrentBag<string>();

        Parallel.For(0, Count, _ => nonces.Add(Next(source)));

        nonces.Should().HaveCount(Count).And.OnlyHaveUniqueItems();
        nonces.Should().OnlyContain(nonce => nonce.Length == NonceSource.Length && nonce.All(char.IsAsciiHexDigitLower));
    }

    [Fact]
    public void Write_TwoSources_GiveDifferentNonces() =>
        Next(new NonceSource()).Should().NotBe(Next(new NonceSource()));

    private static string Next(NonceSource source)
    {
        Span<byte> nonce = stackalloc byte[NonceSource.Length];
        source.Write(nonce);

        return Encoding.ASCII.GetString(nonce);
    }
}
