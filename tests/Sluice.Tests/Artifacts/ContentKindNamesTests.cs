using Sluice.Artifacts;

namespace Sluice.Tests.Artifacts;

public sealed class ContentKindNamesTests
{
    [Fact]
    public void Every_kind_of_content_is_called_as_the_program_calls_it() =>
        Assert.All(Enum.GetValues<ContentKind>(), kind => Assert.Equal(DashedName.Of(kind), ContentKindNames.Of(kind)));
}
