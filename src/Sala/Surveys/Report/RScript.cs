using System.Globalization;
using System.Text;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Report;

/// <summary>The same analysis as an R script, for whoever wants to see it done by the survey package. It withholds nothing: its output is not for publication.</summary>
internal static class RScript
{
    /// <summary>The script; it takes the data file and the folder of the plan as its arguments and prints a CSV of indicator, level, estimate, se, ci_low, ci_high, n, p.</summary>
    public static string Write(StudyData study)
    {
        var plan = study.Plan;
        var r = new StringBuilder();
        r.Append(CultureInfo.InvariantCulture, $"# {plan.Id}, version {plan.Version}, as an R script. Rscript plan.R DATA.csv FOLDER-OF-THE-PLAN\n");
        if (plan.Notice is { } notice) r.Append(CultureInfo.InvariantCulture, $"# {notice.En}\n");
        r.Append($$"""
            # Withholds nothing: what it prints is not for publication.
            suppressMessages(library(survey))
            options(survey.lonely.psu = "{{plan.Design.Lonely.ToString().ToLowerInvariant()}}")
            d <- read.csv(commandArgs(TRUE)[1], colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
            folder <- if (length(commandArgs(TRUE)) > 1) commandArgs(TRUE)[2] else "."
            known <- function(file) read.csv(file.path(folder, file), colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
            num <- function(x) suppressWarnings(as.numeric(x))
            # Whether one of the codes of a cell lies in one of the ranges.
            among <- function(x, ...) {
              ranges <- matrix(c(...), nrow = 2)
              vapply(strsplit(as.character(x), " ", fixed = TRUE), function(codes) {
                if (length(codes) == 1 && is.na(codes)) return(NA)
                any(outer(as.numeric(codes), seq_len(ncol(ranges)), function(v, k) v >= ranges[1, k] & v <= ranges[2, k]), na.rm = TRUE)
              }, NA)
            }
            by <- function(a, b) ifelse(b == 0, NA, a / b)
            dont_know <- function(x) x %in% c({{Quoted(plan.Codes.DontKnow)}})
            prefer_not <- function(x) x %in% c({{Quoted(plan.Codes.PreferNotToSay)}})
            answered <- function(x) !is.na(x) & !dont_know(x) & !prefer_not(x)
            sala_if <- function(c, a, b) ifelse(is.na(c), NA, ifelse(c != 0, a + 0 * c, b + 0 * c))
            sala_max <- function(...) { m <- cbind(...); s <- rowSums(is.na(m)) > 0; v <- suppressWarnings(apply(m, 1, max, na.rm = TRUE)); ifelse(s & v != 1, NA, v) }
            sala_min <- function(...) apply(cbind(...), 1, min)
            sala_sum <- function(...) rowSums(cbind(...))
            sala_count <- function(...) rowSums(cbind(...) != 0, na.rm = TRUE)
            sala_coalesce <- function(first, ...) { for (x in list(...)) first <- ifelse(is.na(first), x, first); first }
            sala_round <- function(x) sign(x) * floor(abs(x) + 0.5)
            within <- function(x) !is.na(x) & x != 0

            """.Replace("\r", "", StringComparison.Ordinal));
        foreach (var (file, m) in (plan.Imputations?.Files ?? []).Zip(plan.Imputations?.Members ?? []))
            foreach (var column in plan.Imputations!.Columns) r.Append(CultureInfo.InvariantCulture, $"d${column}_{m} <- known(\"{file}\")${column}\n");
        foreach (var derived in plan.Derived)
            foreach (var member in plan.Each(derived.Each))
                r.Append(CultureInfo.InvariantCulture, $"d${derived.Name.Replace("{k}", member, StringComparison.Ordinal)} <- with(d, {PlanExpression.Read(derived.Value.For(member), study.Persons).R}) + 0\n");
        var needed = RDesign.IsNeeded(plan.Design);
        r.Append(CultureInfo.InvariantCulture, $$"""
            d$w_ <- num(d${{plan.Design.Weight}})
            d$real_ <- TRUE
            {{(plan.Design.Second is null ? needed ? "sample_" : "design" : "one_phase_")}} <- function(x) svydesign(ids = ~{{(plan.Design.Units.Count == 0 ? "1" : string.Join(" + ", plan.Design.Units))}}, strata = {{(plan.Design.Strata is { } s ? "~" + s : "NULL")}}, weights = ~w_, {{RDesign.Fpc(plan.Design).Replace("d[", "x[", StringComparison.Ordinal)}}nest = {{(plan.Design.Nest ? "TRUE" : "FALSE")}}, data = x)

            """);
        if (plan.Design.Second is { } second) RDesign.TwoPhase(r, plan.Design, second);
        if (needed) RDesign.Write(r, plan.Design, f => PlanExpression.Read(f, study.Persons).R);
        r.Append("in_ <- function(x, keep) { x$k_ <- keep; subset(design(x), k_) }\n");
        foreach (var stack in plan.Stacks) Stack(r, study, stack);
        r.Append($$"""
            overall <- list()
            psus <- function(x, keep) {{(plan.Design.Units is [var unit, ..] ? $"nrow(unique(x[keep, c({(plan.Design is { Nest: true, Strata: { } within } ? $"\"{within}\", " : "")}\"{unit}\"), drop = FALSE]))" : "sum(keep)")}}
            say <- function(id, level, v, se = NA, lo = NA, hi = NA, n = NA, p = NA) cat(sprintf("%s,%s,%.15g,%.15g,%.15g,%.15g,%.0f,%.15g\n", id, level, v, se, lo, hi, n, p))
            out <- function(id, level, x, keep, mean) {
              x$y_ <- ifelse(keep, x$y_, 0)
              if (sum(keep) == 0) return(invisible())
              part <- in_(x, keep)
              if (mean) { m <- svymean(~y_, part); v <- coef(m); s <- SE(m); i <- confint(m, df = degf(part)) }
              else { m <- svyciprop(~y_, part, method = "beta"); v <- coef(m); s <- SE(svymean(~y_, part)); i <- attr(m, "ci") }
              if (level == "") overall[[id]] <<- unname(c(v, s))
              say(id, level, v, s, i[1], i[2], sum(keep))
              invisible(c(v, s))
            }
            # Rubin's rules over completed columns.
            combined <- function(id, level, x, sets, keep) {
              e <- sapply(sets, function(y) { x$y_ <- ifelse(keep, y, 0); m <- svymean(~y_, in_(x, keep)); c(coef(m), SE(m)^2) })
              m <- ncol(e); between <- var(e[1, ]); within <- mean(e[2, ])
              if (level == "") overall[[id]] <<- c(mean(e[1, ]), sqrt(within + (1 + 1 / m) * between))
              say(id, level, mean(e[1, ]), sqrt(within + (1 + 1 / m) * between), n = sum(keep))
            }
            cat("indicator,level,estimate,se,ci_low,ci_high,n,p\n")

            """.Replace("\r", "", StringComparison.Ordinal));
        foreach (var i in plan.Indicators)
        {
            RAnalyses.Rows(r, study, i);
            string Said(string level, string keep) => i.Imputed ? $"combined(\"{i.Id}\", \"{level}\", x, sets, {keep})\n" : $"out(\"{i.Id}\", \"{level}\", x, {keep}, {(i.Mean ? "TRUE" : "FALSE")})\n";
            r.Append(Said("", "keep"));
            foreach (var domain in i.By.Select(b => plan.Domains.First(d => d.Id == b)))
                foreach (var (code, _) in domain.Levels)
                    r.Append(Said($"{domain.Id}={code}", $"keep & x${domain.Variable} %in% \"{code}\""));
        }
        RAnalyses.Write(r, study);
        return r.ToString();
    }

    // One empty row a person stays below: the PSUs of those without an incident carry variance too.
    private static void Stack(StringBuilder r, StudyData study, Stack stack)
    {
        r.Append(CultureInfo.InvariantCulture, $"{stack.Name} <- NULL\n");
        foreach (var member in study.Plan.Lists[stack.Each])
        {
            r.Append(CultureInfo.InvariantCulture, $"rows <- d[within(with(d, {PlanExpression.Read(stack.Where.For(member), study.Persons).R})), ]; if (nrow(rows) > 0) {{ rows$kind <- \"{member}\"; rows$real_ <- TRUE\n");
            foreach (var (item, column) in stack.Items) r.Append(CultureInfo.InvariantCulture, $"rows${item} <- rows${column.Replace("{k}", member, StringComparison.Ordinal)}\n");
            r.Append(CultureInfo.InvariantCulture, $"{stack.Name} <- rbind({stack.Name}, rows) }}\n");
        }
        r.Append(CultureInfo.InvariantCulture, $"rows <- d; rows$kind <- NA; rows$real_ <- FALSE; {string.Concat(stack.Items.Keys.Select(i => $"rows${i} <- NA; "))}{stack.Name} <- rbind({stack.Name}, rows)\n");
    }

    private static string Quoted(IReadOnlyList<string> codes) => string.Join(", ", codes.Select(c => $"\"{c}\""));
}
