namespace Pyxpro.Sdk.Tests;

/// <summary>Code that readers are to paste, and that is tested elsewhere, is the code that was tested.</summary>
public class RecipeTests
{
    [Fact]
    public void Recipe_OfTheNotificationStore_StandsInTheDocumentAsItIsTested()
    {
        const string Start = "it stands there as it stands here.\n";
        var source = Repository.Read("tests/Pyxpro.Sdk.AspNetCore.Tests/Recipe/NotificationStore.cs");
        var recipe = source[(source.IndexOf(Start, StringComparison.Ordinal) + Start.Length)..];

        recipe.Should().StartWith("public sealed class HandledNotification");
        Repository.Read("docs/aspnetcore.md").Should().Contain(recipe);
    }
}
