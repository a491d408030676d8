using CsCheck;

namespace Pyxpro.Sdk.Tests;

/// <summary>What is said of a call to which the gateway responds with a signed error, over the whole table: operation, words,
/// the field in which they stand, and whether the gateway acted.</summary>
public class SignedErrorProperties
{
    private static readonly string[] Fields = ["err_code", "err_msg", "err_code_des"];

    private static readonly string[] Spaces = ["", " ", "_", "__", "\t", "\u3000"];

    private static readonly string[] Ends = ["", ".", "!", " .", "。", "...", ". "];

    private static readonly Gen<(string Text, Certainty Certainty)> Known = Gen.OneOf(
        Gen.OneOf(ErrorTexts.DidNothing).Select(text => (text, CertaintyOf(text))),
        Gen.OneOf(ErrorTexts.Uncertain).Select(text => (text, Certainty.Uncertain)));

    /// <summary>Known words in other spellings, unknown words, and no words.</summary>
    private static readonly Gen<(string Text, Certainty Certainty)> Words = Gen.Frequency(
        (3, Known),
        (3, Gen.Select(Known, Gen.Int[0, int.MaxValue], (known, seed) => (Respell(known.Text, seed), known.Certainty))),
        (3, Gen.OneOf(ErrorTexts.Unknown).Select(text => (text, Certainty.Unknown))),
        (1, Gen.OneOf("", " ").Select(text => (text, Certainty.None))));

    [Fact]
    public void SignedError_OfWhatTheGatewayDid_IsNeverCalledRefused() => Gen
        .Select(Gen.OneOf(Operations.All), Words.Array[3])
        .Sample(
            (operation, words) =>
            {
                var outcome = Call(operation, [.. words.Select(word => word.Text)]);
                var hasActed = !words.Any(word => word.Certainty >= Certainty.DidNothing);

                return !hasActed || Operations.IsQuery(operation) || outcome == PyxproOutcome.Uncertain;
            },
            iter: Properties.Cases,
            print: Print);

    [Fact]
    public void SignedError_InAnySpellingAndField_HasTheOutcomeOfItsWords() => Gen
        .Select(Gen.OneOf(Operations.All), Words.Array[3])
        .Sample(
            (operation, words) => Call(operation, [.. words.Select(word => word.Text)]) == Expect(operation, words),
            iter: Properties.Cases,
            print: Print);

    public static MatrixTheoryData<PyxproOperation, string, string> Table =>
        new(Operations.All, [.. ErrorTexts.DidNothing, .. ErrorTexts.Uncertain, .. ErrorTexts.Unknown], Fields);

    [Theory]
    [MemberData(nameof(Table))]
    public void SignedError_AsItIsListed_HasItsOutcome(PyxproOperation operation, string text, string field)
    {
        var expected = ErrorTexts.DidNothing.Contains(text) ? PyxproOutcome.Refused
            : Operations.IsQuery(operation) && ErrorTexts.Unknown.Contains(text) ? PyxproOutcome.Refused
            : PyxproOutcome.Uncertain;

        Call(operation, [.. Fields.Select(name => name == field ? text : "")]).Should().Be(expected);
    }

    private static PyxproOutcome Expect(PyxproOperation operation, (string Text, Certainty Certainty)[] words)
    {
        var said = words.Select(word => word.Certainty).ToHashSet();

        return said.Contains(Certainty.Uncertain) ? PyxproOutcome.Uncertain
            : said.Contains(Certainty.NotFound) && said.Max() > Certainty.NotFound ? PyxproOutcome.Uncertain
            : said.Contains(Certainty.Paid) && said.Contains(Certainty.Closed) ? PyxproOutcome.Uncertain
            : said.Max() >= Certainty.DidNothing ? PyxproOutcome.Refused
            : said.Contains(Certainty.Unknown) && Operations.IsQuery(operation) ? PyxproOutcome.Refused
            : PyxproOutcome.Uncertain;
    }

    private static PyxproOutcome Call(PyxproOperation operation, string[] texts)
    {
        using var gateway = new ScriptedGateway(
            Replies.Signed([("result_code", "1"), .. Fields.Zip(texts).Where(field => field.Second.Length > 0)]));
        var call = gateway.CreateClient(options => options.MaxAttempts = 1).CallAsync(operation);

        // The gateway of the test responds at once.
        return call.Exception!.InnerException.Should().BeOfType<PyxproBusinessException>().Which.Outcome;
    }

    private static Certainty CertaintyOf(string text) =>
        ErrorTexts.NotFound.Contains(text) ? Certainty.NotFound
        : ErrorTexts.Paid.Contains(text) ? Certainty.Paid
        : ErrorTexts.Closed.Contains(text) ? Certainty.Closed
        : ErrorTexts.Found.Contains(text) ? Certainty.Found
        : Certainty.DidNothing;

    // Blanks and underscores between the words, another case, and punctuation at the end.
    private static string Respell(string text, int seed)
    {
        var random = new Random(seed);
        var spelt = text.Select(character => (random.Next(4) == 0 ? Pick(Spaces) : "")
            + (random.Next(2) == 0 ? char.ToUpperInvariant(character) : char.ToLowerInvariant(character)));

        return string.Concat(spelt) + Pick(Ends);

        string Pick(string[] choices) => choices[random.Next(choices.Length)];
    }

    private static string Print((PyxproOperation Operation, (string Text, Certainty Certainty)[] Words) @case) =>
        $"{@case.Operation}: {string.Join(" | ", @case.Words)}";

    private enum Certainty
    {
        None,
        Unknown,
        Uncertain,
        DidNothing,
        NotFound,
        Found,
        Paid,
        Closed,
    }
}
