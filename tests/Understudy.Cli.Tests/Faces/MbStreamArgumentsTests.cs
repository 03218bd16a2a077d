using Understudy.Cli.Faces.MbStream;
using Understudy.Formats;

namespace Understudy.Cli.Tests.Faces;

public sealed class MbStreamArgumentsTests
{
    [Theory]
    [InlineData("-x -C dir -p 4 -v")]
    [InlineData("--extract --directory=dir --parallel=4 --verbose")]
    [InlineData("--extract --directory dir --parallel 4 --verbose")]
    [InlineData("-xvCdir -p4")]
    [InlineData("-xvp4 -C dir")]
    [InlineData("--ext --dir=dir --par 4 --verb")]
    public void Parse_EverySpelling_MeansTheSame(string line)
    {
        var arguments = MbStreamArguments.Parse(line.Split(' '));
        Assert.Equal((true, false, "dir", 4, true), (arguments.Extract, arguments.Create, arguments.Directory, arguments.Parallel, arguments.Verbose));
        Assert.Empty(arguments.Files);
    }

    [Fact]
    public void Parse_FilesAnywhere_AreTaken()
    {
        var arguments = MbStreamArguments.Parse(["a", "-c", "d/b", "--", "-x"]);
        Assert.True(arguments is { Create: true, Extract: false, Directory: ".", Parallel: 1 });
        Assert.Equal(["a", "d/b", "-x"], arguments.Files);
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("-3", 1)]
    [InlineData("1000000", 64)]
    public void Parse_ThreadsOutOfRange_AreBroughtIn(string threads, int expected) =>
        Assert.Equal(expected, MbStreamArguments.Parse(["-x", $"--parallel={threads}"]).Parallel);

    [Theory]
    [InlineData("--bogus")]
    [InlineData("-q")]
    [InlineData("-p")]
    [InlineData("--parallel=many")]
    [InlineData("--directory")]
    public void Parse_WhatIsNotUnderstood_IsRefused(string word) =>
        Assert.Throws<FailureException>(() => MbStreamArguments.Parse(["-x", word]));
}
